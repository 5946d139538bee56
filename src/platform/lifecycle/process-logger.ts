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
 * What a process says: one JSON line per event in production, one line of text for a person at a terminal. An object is
 * written only when it is an event of ours (it has a `msg`), for any other could hold a patient's data.
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
    const { msg, ...members } = structureOf(message);
    this.logger[level]({ context, stack, ...members }, msg);
  }
}

/** Text as it is; of a structured event its `msg` and what else is a number, a boolean or text; of all else only the kind. */
function structureOf(message: unknown): Record<string, unknown> & { msg: string } {
  if (typeof message === 'string') return { msg: message };
  if (message instanceof Error) return { msg: message.name };
  const event = typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : {};
  if (typeof event['msg'] !== 'string') return { msg: typeof message };
  const plain = Object.entries(event).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(plain) as Record<string, unknown> & { msg: string };
}

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

function readable(line: string): string {
  const {
    time,
    level,
    role,
    context,
    msg,
    stack,
    pid: _pid,
    ...members
  } = JSON.parse(line) as Record<string, string> & {
    level: number;
  };
  const from = context === undefined ? '' : ` [${context}]`;
  const rest = Object.entries(members).map(([name, value]) => ` ${name}=${value}`);
  const trace = stack === undefined ? '' : `\n${stack}`;
  return `${time?.slice(11, 19)} ${role} ${LEVELS[level] ?? level}${from} ${msg}${rest.join('')}${trace}\n`;
}
