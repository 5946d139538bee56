import { freeBlock } from '../../../platform/memory/free-block.js';

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts blocks of bytes into lines without copying them, but for those that two blocks share, and without an `await` a line: a line costs
 * some 100 ns this way, and a microsecond by `for await`. A line is valid until the next `fill`, which frees the block.
 */
export class LineReader {
  private readonly blocks: AsyncIterator<Buffer>;
  private block: Buffer = NOTHING;
  private offset = 0;
  /** The line that began in the block before. */
  private shared: Buffer | undefined;
  private isSharedTaken = true;
  private isEnded = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.blocks = source[Symbol.asyncIterator]();
  }

  /** The next whole line in memory, or undefined: then `fill`, and ask again. */
  take(): Buffer | undefined {
    if (!this.isSharedTaken) {
      this.isSharedTaken = true;
      return this.shared;
    }
    const end = this.block.indexOf(NEWLINE, this.offset);
    if (end < 0) return undefined;
    const line = this.block.subarray(this.offset, end);
    this.offset = end + 1;
    return line;
  }

  /** Puts the line just taken back. */
  untake(line: Buffer): void {
    if (line === this.shared) this.isSharedTaken = false;
    else this.offset -= line.length + 1;
  }

  /** Reads on; false when there is nothing more. */
  async fill(): Promise<boolean> {
    if (this.isEnded) return false;
    const rest = this.offset < this.block.length ? Buffer.from(this.block.subarray(this.offset)) : NOTHING;
    freeBlock(this.block);
    const { value, done } = await this.blocks.next();
    if (done) this.isEnded = true;
    this.join(rest, done ? NOTHING : value);
    return !done;
  }

  /** The next line, read on as needed; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const line = this.take();
      if (line) return line;
      if (!(await this.fill())) return undefined;
    }
  }

  /** Gives the source up. */
  async close(): Promise<void> {
    await this.blocks.return?.();
  }

  private join(rest: Buffer, next: Buffer): void {
    const end = rest.length === 0 ? -1 : next.indexOf(NEWLINE);
    this.isSharedTaken = end < 0;
    this.shared = end < 0 ? undefined : Buffer.concat([rest, next.subarray(0, end)]);
    this.block = end < 0 && rest.length > 0 ? Buffer.concat([rest, next]) : next;
    this.offset = end + 1;
  }
}
