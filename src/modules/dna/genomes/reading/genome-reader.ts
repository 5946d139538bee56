import { MessageChannel } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../../config/env.js';
import { ThreadPool } from '../../../../platform/threads/index.js';
import type { FoundGenome, PackedCalls, ReadTask, SealedSource } from '../../genome/threads/genome-messages.js';
import { FileFeed, type FeedQuestions, type NewSiteList } from './file-feed.js';
import type { SealedFile } from './raw-files.js';

const THREAD = new URL('../../genome/threads/genome.thread.js', import.meta.url);

/** What is to be read, and what the reader asks meanwhile. */
export interface ReadGenomeRequest extends FeedQuestions {
  source: Omit<SealedSource, 'path'>;
  sample: string | null;
  /** Markers whose calls are wanted beside the blocks. */
  wanted: readonly string[];
  signal: AbortSignal;
}

/** What was read: the genome, its calls as soon as they are packed, and its list of sites where that is not stored yet. */
export interface GenomeReading {
  genome: FoundGenome;
  calls: Promise<PackedCalls>;
  list: NewSiteList | null;
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
  async read(file: SealedFile, request: ReadGenomeRequest): Promise<GenomeReading> {
    const { port1, port2 } = new MessageChannel();
    const { source, sample, wanted, signal } = request;
    const path = 'path' in file ? file.path : null;
    const maxBytes = this.env.genomes.maxInflatedBytes;
    const task: ReadTask = { port: port2, source: { ...source, path }, sample, wanted, maxBytes };
    const feed = new FileFeed(port1, request);
    const ended = this.threads.run<void>(THREAD, task, { signal, transfer: [port2] });
    ended.catch((error: unknown) => feed.fail(error));
    if ('bytes' in file) feed.send(file.bytes).catch((error: unknown) => feed.fail(error));
    const genome = await feed.genome;
    return { genome, calls: feed.calls, list: genome.isListKnown ? null : feed.list };
  }
}
