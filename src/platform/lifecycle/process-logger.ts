import type { LoggerService } from '@nestjs/common';
import { pino, type Logger, type Level } from 'pino';
import type { Env } from '../../config/env.js';

/** The framework's own: one line for each module and route, and errors of start-up that reach `main.ts` anyway. */
const NEST_INTERNALS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
]);

/**
 * What a process says: one JSON line per event in production, one line of text for a person at a terminal. Only what is passed
 * as text is written; objects are not, for one could hold a patient's data.
 */
export class ProcessLogger implements LoggerService {
  private readonly logger: Logger;

  constructor({ mode, log, role }: Pick<Env, 'mode' | 'log' | 'role'>) {
    const base = { role, pid: process.pid };
    const options = { level: log.level, base, timestamp: () => `,"time":"${new Date().toISOString()}"` };
    this.logger =
      mode === 'production' ? pino(options) : pino(options, { write: (line) => process.stdout.write(readable(line)) });
  }

  log(message: unknown, context?: string): void {
    this.write('info', message, context);
  }

  warn(message: unknown, context?: string): void {
    this.write('warn', message, context);
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.write('error', message, context, stack);
  }

  fatal(message: unknown, context?: string): void {
    this.write('fatal', message, context);
  }

  debug(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: string): void {
    this.write('trace', message, context);
  }

  private write(level: Level, message: unknown, context?: string, stack?: string): void {
    if (context !== undefined && NEST_INTERNALS.has(context)) return;
    this.logger[level]({ context, stack }, textOf(message));
  }
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.name : typeof message;
}

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

function readable(line: string): string {
  const { time, level, role, context, msg, stack } = JSON.parse(line) as Record<string, string> & { level: number };
  const from = context === undefined ? '' : ` [${context}]`;
  const trace = stack === undefined ? '' : `\n${stack}`;
  return `${time?.slice(11, 19)} ${role} ${LEVELS[level] ?? level}${from} ${msg}${trace}\n`;
}
