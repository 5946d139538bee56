import type { MessagePort } from 'node:worker_threads';
import type { FromThread, ToThread } from '../../genome/threads/genome-messages.js';

/** Pieces on the way to the thread at a time; with 256 KB each that is all the file there is in memory. */
const PIECES_AHEAD = 6;

/** What the thread asks while it reads. */
export interface FeedQuestions {
  isKnownList: (digest: Buffer) => Promise<boolean>;
  onProgress: (rows: number) => void;
}

/** Sends a file to a thread piece by piece as it takes them, and answers its questions. */
export class FileFeed {
  private readonly ahead = { pieces: 0, isEnded: false };
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly questions: FeedQuestions,
  ) {
    port.on('message', (message: FromThread) => {
      if ('digest' in message) {
        void this.answer(Buffer.from(message.digest));
        return;
      }
      this.ahead.pieces--;
      questions.onProgress(message.rows);
      this.wake();
    });
  }

  /** Sends the file to its end, or until `end` says that the thread has ended. */
  async send(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of source) {
      while (this.ahead.pieces >= PIECES_AHEAD && !this.ahead.isEnded) await this.change();
      if (this.ahead.isEnded) return;
      this.ahead.pieces++;
      this.post({ bytes: ownMemory(piece) });
    }
    this.post({ isEnd: true });
    while (!this.ahead.isEnded) await this.change();
    if (this.failure) throw this.failure;
  }

  /** The thread has ended, well or not; nothing more is sent. */
  end(): void {
    this.ahead.isEnded = true;
    this.wake();
    this.port.close();
  }

  /** Not to know costs the thread some work and nothing else; the error is told once it has ended. */
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
