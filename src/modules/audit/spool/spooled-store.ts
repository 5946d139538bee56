import { Logger } from '@nestjs/common';
import CircuitBreaker from 'opossum';
import { sqlState } from '../../../platform/database/transient-errors.js';
import { dependencyUnavailable } from '../../../platform/http/problem.js';
import { BatchStore, type Flush } from '../trail/batch-store.js';
import type { DurableSink } from '../trail/group-commit.js';
import { decodeFlush, encodeFlush } from './flush-codec.js';
import { SpoolFolder } from './spool-folder.js';
import type { SpoolFile } from './spool-file.js';

/** How long an open breaker leaves the database alone before the next try, ms. */
const RETRY_MS = 500;

export interface SpoolOptions {
  /** ms after which a flush counts as failed, though it may still be stored. */
  writeTimeoutMs: number;
  /** Of the local file. */
  maxBytes: number;
}

/**
 * Stores flushes in the database, or, while it is slow or away, in an fsynced local file that is drained in order when it is
 * back. As long as the file holds anything, everything goes through it: the order of the chain is the order of the file.
 */
export class SpooledStore implements DurableSink {
  private readonly logger = new Logger('audit');
  private readonly breaker: CircuitBreaker<[Flush, 'first' | 'again'], void>;
  private file: SpoolFile | undefined;
  private appending: Promise<void> | undefined;
  private handover: Promise<void> | undefined;
  private draining: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly batches: BatchStore,
    private readonly folder: SpoolFolder,
    private readonly options: SpoolOptions,
  ) {
    this.breaker = new CircuitBreaker(
      (flush: Flush, time: 'first' | 'again') =>
        time === 'first' ? this.batches.storeFlush(flush) : this.batches.storeAgain(flush),
      {
        timeout: options.writeTimeoutMs,
        resetTimeout: RETRY_MS,
        errorThresholdPercentage: 1,
        volumeThreshold: 1,
      },
    );
  }

  /** True while events go to the local file. */
  get isSpooling(): boolean {
    return this.file !== undefined;
  }

  /** Bytes in the local file that the database does not have yet. */
  get spooledBytes(): number {
    return this.file?.bytes ?? 0;
  }

  /** One at a time: the caller waits for a flush before it brings the next. */
  async store(flush: Flush): Promise<void> {
    await this.handover;
    if (this.file === undefined) {
      try {
        await this.breaker.fire(flush, 'first');
        return;
      } catch (error) {
        this.logger.warn({
          msg: 'audit events go to the local spool',
          sqlState: sqlState(error),
          error: (error as Error).name,
        });
      }
    }
    this.appending = this.spool(flush).finally(() => (this.appending = undefined));
    await this.appending;
  }

  /** Brings what the local file holds into the database; resolves when it is empty, rejects when the database is still away. */
  drain(): Promise<void> {
    this.draining ??= this.drainFile().finally(() => (this.draining = undefined));
    return this.draining;
  }

  /** Leaves what is spooled in its file: the next process drains it. */
  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.draining?.catch(() => undefined);
    this.breaker.shutdown();
    if (this.file) await this.folder.release(this.file);
    this.file = undefined;
  }

  private async spool(flush: Flush): Promise<void> {
    const bytes = encodeFlush(flush);
    if (this.spooledBytes + bytes.length > this.options.maxBytes) throw dependencyUnavailable('audit trail');
    try {
      this.file ??= await this.folder.create();
      await this.file.append(bytes);
    } catch (error) {
      this.logger.error({ msg: 'the audit spool cannot be written', code: (error as NodeJS.ErrnoException).code });
      throw dependencyUnavailable('audit trail');
    } finally {
      this.retryLater();
    }
  }

  private retryLater(): void {
    if (this.stopped || this.file === undefined) return;
    this.retry ??= setTimeout(() => void this.tryAgain(), RETRY_MS).unref();
  }

  private async tryAgain(): Promise<void> {
    try {
      await this.drain();
    } catch (error) {
      this.logger.debug({
        msg: 'the audit spool cannot be drained yet',
        sqlState: sqlState(error),
        error: (error as Error).name,
      });
      await this.file?.touch();
    } finally {
      this.retry = undefined;
      this.retryLater();
    }
  }

  private async drainFile(): Promise<void> {
    const { file } = this;
    if (!file) return;
    await this.drainFrames(file);
    if (this.stopped) return;
    this.handover = this.handOver(file).finally(() => (this.handover = undefined));
    await this.handover;
  }

  /** The last frames, while new flushes wait; then the next flush goes to the database again. */
  private async handOver(file: SpoolFile): Promise<void> {
    await this.appending?.catch(() => undefined);
    await this.drainFrames(file);
    if (this.stopped) return;
    this.file = undefined;
    await this.folder.discard(file);
    this.logger.log({ msg: 'the audit spool is drained' });
  }

  private async drainFrames(file: SpoolFile): Promise<void> {
    for await (const bytes of file.untaken()) {
      if (this.stopped) return;
      await this.breaker.fire(decodeFlush(bytes), 'again');
    }
  }
}
