import { MessageChannel } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../../config/env.js';
import { ThreadPool } from '../../../../platform/threads/index.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import type { PackedGenome, ReadOutcome, ReadTask, SealedSource } from '../../genome/threads/genome-messages.js';
import { FileFeed, type FeedQuestions } from './file-feed.js';

const THREAD = new URL('../../genome/threads/genome.thread.js', import.meta.url);

/** What is to be read, and what the reader asks meanwhile. */
export interface ReadGenomeRequest extends FeedQuestions {
  source: SealedSource;
  sample: string | null;
  /** Markers whose calls are wanted beside the blocks. */
  wanted: readonly string[];
  signal: AbortSignal;
}

/** Reads files to packed genomes in a thread, so that no event loop waits while a million rows are parsed. */
@Injectable()
export class GenomeReader {
  constructor(
    private readonly threads: ThreadPool,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws UnreadableGenome when the file is none of ours, SealedFileBroken when it is not the one that was uploaded,
   * the signal's reason when it fires */
  async read(sealed: AsyncIterable<Uint8Array>, request: ReadGenomeRequest): Promise<PackedGenome> {
    const { port1, port2 } = new MessageChannel();
    const { source, sample, wanted, signal } = request;
    const task: ReadTask = { port: port2, source, sample, wanted, maxBytes: this.env.genomes.maxInflatedBytes };
    const feed = new FileFeed(port1, request);
    const ended = this.threads.run<ReadOutcome>(THREAD, task, { signal, transfer: [port2] }).finally(() => feed.end());
    try {
      const [outcome] = await Promise.all([ended, feed.send(sealed)]);
      if ('unreadable' in outcome) throw new UnreadableGenome(outcome.unreadable.reason, outcome.unreadable.detail);
      return outcome.genome;
    } finally {
      feed.end();
    }
  }
}
