import type { MessagePort } from 'node:worker_threads';
import type { FromThread, PackedCalls, PackedIndex, PackedSites, ReadOutcome, ToThread } from './genome-messages.js';

interface Waiting {
  resolve: (message: ToThread) => void;
  reject: (reason: Error) => void;
}

/** The thread's end of the port: pieces of the file come in when asked for, so that none pile up. */
export class GenomePort {
  private rows = 0;
  private readonly waiting: Waiting[] = [];
  private readonly arrived: ToThread[] = [];
  private isClosed = false;

  constructor(private readonly port: MessagePort) {
    port.on('message', (message: ToThread) => {
      const next = this.waiting.shift();
      if (next) next.resolve(message);
      else this.arrived.push(message);
    });
    port.on('close', () => {
      this.isClosed = true;
      for (const { reject } of this.waiting.splice(0)) reject(new Error('The file was not sent to its end.'));
    });
  }

  /** The pieces of the file, to its end. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await this.receive();
      if (!('bytes' in message)) return;
      this.send({ rows: this.rows, taken: 1 });
      yield message.bytes;
    }
  }

  /** Tells how many rows are read. */
  tellProgress(rows: number): void {
    this.rows = rows;
    this.send({ rows, taken: 0 });
  }

  /** Whether a list of sites of this digest is stored already. */
  async asksWhetherKnown(digest: Uint8Array): Promise<boolean> {
    // A copy: what is sent must not share memory with what the digest is still used for.
    this.send({ digest: Uint8Array.from(digest) });
    const answer = await this.receive();
    return 'isKnown' in answer && answer.isKnown;
  }

  tellOutcome(outcome: ReadOutcome): void {
    this.send({ outcome });
  }

  tellSites(sites: PackedSites): void {
    this.send({ sites }, [sites.blocks.bytes]);
  }

  tellCalls(calls: PackedCalls): void {
    this.send({ calls }, [calls.blocks.bytes]);
  }

  tellIndex(index: PackedIndex): void {
    this.send({ index }, [index.rs.bytes, index.other.bytes]);
  }

  close(): void {
    this.port.close();
  }

  private send(message: FromThread, moved: readonly Uint8Array[] = []): void {
    this.port.postMessage(
      message,
      moved.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  private receive(): Promise<ToThread> {
    const message = this.arrived.shift();
    if (message) return Promise.resolve(message);
    if (this.isClosed) return Promise.reject(new Error('The file was not sent to its end.'));
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
}
