import type { LineReader } from './line-reader.js';
import type { MonthHeads } from './month-heads.js';
import { batchIdOf, OpenBatch } from './open-batch.js';

/** Events that read heads may still wait for: 8 MB of hashes. Whoever writes beside others is some thousand events off. */
const AWAITED_MAX = 250_000;

/**
 * Holds one month's events against the digests of their batches in the order in which they lie, nearly that in which they were
 * written, so that the database need not sort them. It only tells whether all is well; `diagnoseMonth` names what is not.
 */
export class EventsPass {
  private readonly open = new Map<string, OpenBatch>();
  private awaited = 0;
  private newestHead = '';
  private count = 0;
  private isWell = true;

  constructor(
    private readonly events: LineReader,
    private readonly heads: MonthHeads,
  ) {}

  /** Reads all events and heads; how many events there are, or undefined when they are not all as they were written. */
  async run(): Promise<number | undefined> {
    let batch: OpenBatch | undefined;
    for (;;) {
      const line = this.events.take();
      if (line !== undefined) {
        if (this.isWell) batch = batch?.owns(line) ? batch : await this.batchOf(batchIdOf(line));
        if (this.isWell) this.add(line, batch);
      } else if (!(await this.events.fill())) break;
    }
    while (await this.readHead());
    return this.isWell && this.open.size === 0 ? this.count : undefined;
  }

  /** The batch of an id: heads are read as far as it, for they come in the order of ids. */
  private async batchOf(id: string): Promise<OpenBatch | undefined> {
    while (this.newestHead < id && this.isWell && (await this.readHead()));
    return this.open.get(id);
  }

  private add(line: Buffer, batch: OpenBatch | undefined): void {
    if (!batch?.add(line)) return this.giveUp();
    this.count++;
    if (!batch.isComplete) return;
    this.open.delete(batch.id);
    this.awaited -= batch.size;
    if (!batch.holdsDigest()) this.giveUp();
  }

  /** False when there are no more. */
  private async readHead(): Promise<boolean> {
    const head = await this.heads.next();
    if (!head) return false;
    const batch = new OpenBatch(head);
    this.newestHead = head.id;
    this.awaited += batch.size;
    if (!batch.isPlausible || this.open.has(batch.id) || this.awaited > AWAITED_MAX) this.giveUp();
    if (this.isWell) this.open.set(batch.id, batch);
    return true;
  }

  /** What is left is read to its end all the same: a COPY cannot be left half way, and the chains need all heads. */
  private giveUp(): void {
    this.isWell = false;
    this.open.clear();
  }
}
