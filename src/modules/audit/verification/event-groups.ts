import { LineReader } from './line-reader.js';

const ID_CHARS = 36;
const TAB = 0x09;

/** The events of one batch: their lines are copies where they had to outlive a block. */
export interface EventGroup {
  batchId: string;
  lines: Buffer[];
}

/**
 * Groups canonical lines by their batch; they come ordered by it. Memory holds the lines of one batch; more than
 * `maxLines` under one batch id are cut into several groups, so that a forged table cannot fill it.
 */
export class EventGroups {
  private readonly reader: LineReader;

  constructor(
    source: AsyncIterable<Buffer>,
    private readonly maxLines = 20_000,
  ) {
    this.reader = new LineReader(source);
  }

  /** The next batch's events, or undefined at the end. */
  async next(): Promise<EventGroup | undefined> {
    const first = await this.reader.next();
    if (!first) return undefined;
    const id = Buffer.from(first.subarray(0, ID_CHARS));
    let lines = [first];
    while (lines.length < this.maxLines) {
      const line = this.reader.take();
      if (line === undefined) {
        // The block is about to be replaced, and the lines point into it.
        lines = lines.map((known) => Buffer.from(known));
        if (await this.reader.fill()) continue;
        break;
      }
      if (line[ID_CHARS] !== TAB || id.compare(line, 0, ID_CHARS) !== 0) {
        this.reader.untake(line);
        break;
      }
      lines.push(line);
    }
    return { batchId: id.toString('latin1'), lines };
  }

  async close(): Promise<void> {
    await this.reader.close();
  }
}
