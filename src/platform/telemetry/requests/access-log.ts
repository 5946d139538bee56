import type { OnApplicationShutdown } from '@nestjs/common';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { Env } from '../../../config/env.js';
import type { AnsweredRequest } from './answered-request.js';

const FLUSH_MS = 500;
const BUFFER_BYTES = 8 * 1024;

/** Where the lines go, and how what is still held back gets there. */
export interface LogOutput extends DestinationStream {
  flush?: () => void;
  flushSync?: () => void;
}

/**
 * One line for each request, written in blocks: a write a line would cost a cached answer a tenth of its time. It holds the
 * route's pattern and the caller's id, never a URL, a query or a body. A process that is killed loses half a second of it;
 * what must not be lost is in the audit trail.
 */
export class AccessLog implements OnApplicationShutdown {
  private readonly output: LogOutput | undefined;
  private readonly logger: Logger | undefined;
  private readonly flushing: NodeJS.Timeout | undefined;

  constructor({ mode, log, role }: Pick<Env, 'mode' | 'log' | 'role'>, output?: LogOutput) {
    if (!isListed(log.level)) return;
    this.output = output ?? destination({ fd: 1, sync: false, minLength: BUFFER_BYTES });
    this.flushing = setInterval(() => this.output?.flush?.(), FLUSH_MS).unref();
    if (mode !== 'production') return;
    const base = { role, pid: process.pid, context: 'access' };
    this.logger = pino({ base, timestamp: () => `,"time":"${new Date().toISOString()}"` }, this.output);
  }

  write({ context, status, durationMs }: AnsweredRequest): void {
    if (!this.output) return;
    const { method, route, requestId, actor } = context;
    const ms = Math.round(durationMs * 10) / 10;
    if (this.logger) this.logger.info({ method, route, status, ms, requestId, userId: actor?.userId });
    else this.output.write(`${new Date().toISOString().slice(11, 19)} api ${status} ${method} ${route} ${ms} ms\n`);
  }

  onApplicationShutdown(): void {
    clearInterval(this.flushing);
    this.output?.flushSync?.();
  }
}

function isListed(level: Env['log']['level']): boolean {
  return level === 'info' || level === 'debug' || level === 'trace';
}
