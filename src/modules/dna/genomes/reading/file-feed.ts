import type { MessagePort } from 'node:worker_threads';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import type {
  FoundGenome,
  FromThread,
  PackedCalls,
  PackedIndex,
  PackedSites,
  ToThread,
} from '../../genome/threads/genome-messages.js';

/** Pieces on the way to the thread at a time; with 256 KB each that is all the file there is in memory. */
const PIECES_AHEAD = 6;

/** What the thread asks while it reads. */
export interface FeedQuestions {
  isKnownList: (digest: Buffer) => Promise<boolean>;
  onProgress: (rows: number) => void;
}

/** A list of sites that is not stored yet, each part as soon as it is packed. */
export interface NewSiteList {
  sites: Promise<PackedSites>;
  index: Promise<PackedIndex>;
}

/**
 * This side of the talk with a thread that reads a genome: sends it the file piece by piece as it takes them, where it cannot open
 * the file itself, answers its questions, and takes what it found.
 */
export class FileFeed {
  private readonly found = Promise.withResolvers<FoundGenome>();
  private readonly packed = Promise.withResolvers<PackedCalls>();
  private readonly sites = Promise.withResolvers<PackedSites>();
  private readonly index = Promise.withResolvers<PackedIndex>();
  private piecesAhead = 0;
  private isEnded = false;
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly questions: FeedQuestions,
  ) {
    // Not everybody waits for all.
    for (const { promise } of [this.found, this.packed, this.sites, this.index]) promise.catch(() => undefined);
    port.on('message', (message: FromThread) => this.take(message));
    // Behind all that was told: whoever still waits then waits in vain.
    port.on('close', () => this.fail(new Error('The thread ended without an answer.')));
  }

  /** The genome. @throws UnreadableGenome when the file is none of ours */
  get genome(): Promise<FoundGenome> {
    return this.found.promise;
  }

  /** Its calls. */
  get calls(): Promise<PackedCalls> {
    return this.packed.promise;
  }

  /** Its list of sites, where that is new. */
  get list(): NewSiteList {
    return { sites: this.sites.promise, index: this.index.promise };
  }

  /** Sends the file to its end, or until the thread has ended. */
  async send(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of source) {
      while (this.piecesAhead >= PIECES_AHEAD && !this.isEnded) await this.change();
      if (this.isEnded) return;
      this.piecesAhead++;
      this.post({ bytes: ownMemory(piece) });
    }
    this.post({ isEnd: true });
  }

  /** The thread has ended without a word, or shall not be listened to any more. */
  fail(reason: unknown): void {
    this.isEnded = true;
    this.found.reject(reason);
    this.packed.reject(reason);
    this.sites.reject(reason);
    this.index.reject(reason);
    this.port.close();
    this.wake();
  }

  private take(message: FromThread): void {
    if ('digest' in message) void this.answer(Buffer.from(message.digest));
    else if ('sites' in message) this.sites.resolve(message.sites);
    else if ('calls' in message) this.packed.resolve(message.calls);
    else if ('index' in message) this.index.resolve(message.index);
    else if ('outcome' in message) this.takeOutcome(message.outcome);
    else {
      this.piecesAhead -= message.taken;
      this.questions.onProgress(message.rows);
      this.wake();
    }
  }

  private takeOutcome(outcome: Extract<FromThread, { outcome: unknown }>['outcome']): void {
    if (this.failure) this.fail(this.failure);
    else if ('genome' in outcome) this.found.resolve(outcome.genome);
    else this.fail(new UnreadableGenome(outcome.unreadable.reason, outcome.unreadable.detail));
  }

  /** Not to know costs the thread some work and nothing else; the error is told once it has found the genome. */
  private async answer(digest: Buffer): Promise<void> {
    try {
      this.post({ isKnown: await this.questions.isKnownList(digest) });
    } catch (error) {
      this.failure = error;
      this.post({ isKnown: false });
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private post(message: ToThread): void {
    const moved = 'bytes' in message ? [message.bytes.buffer as ArrayBuffer] : [];
    this.port.postMessage(message, moved);
  }
}

/** What is moved to a thread must be alone in its memory; Node's small buffers share theirs. */
function ownMemory(piece: Uint8Array): Uint8Array {
  return piece.byteLength === piece.buffer.byteLength ? piece : Uint8Array.from(piece);
}
