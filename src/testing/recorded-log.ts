import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';

/** Where the log lines of a whole test run are kept; one folder a run when the run names one. */
const FOLDER = process.env['TEST_LOG_DIR'] ?? join(tmpdir(), 'white-cross-test-logs');

/** Writes every line that the application under test would log, of every level and whole, to a file that a test greps. */
export class RecordedLog implements LoggerService {
  private readonly file: string;

  constructor() {
    mkdirSync(FOLDER, { recursive: true });
    this.file = join(FOLDER, `${process.pid}.log`);
  }

  log(...words: unknown[]): void {
    this.write('log', words);
  }

  warn(...words: unknown[]): void {
    this.write('warn', words);
  }

  error(...words: unknown[]): void {
    this.write('error', words);
  }

  debug(...words: unknown[]): void {
    this.write('debug', words);
  }

  verbose(...words: unknown[]): void {
    this.write('verbose', words);
  }

  fatal(...words: unknown[]): void {
    this.write('fatal', words);
  }

  private write(level: string, words: unknown[]): void {
    const line = words.map((word) => (word instanceof Error ? `${word.stack}` : JSON.stringify(word))).join(' ');
    appendFileSync(this.file, `${level} ${line}\n`);
  }
}

/** All lines recorded so far by all test processes of this folder. */
export function recordedLines(): string[] {
  return readdirSync(FOLDER).flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n'));
}
