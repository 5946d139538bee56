import type { AuditKeys } from '../chain/audit-keys.js';
import { checkHead } from './batch-check.js';
import type { ChainCheck } from './chain-check.js';
import type { Findings } from './findings.js';
import { LineReader } from './line-reader.js';
import { batchOf, linkOf, type StoredBatch, type StoredLink, type TrailMonth } from './stored-trail.js';

/** Merges one month's batches and links into the chains, in the order of time, as fast as somebody asks for the next batch. */
export class MonthHeads {
  batchCount = 0;
  linkCount = 0;
  private readonly batches: LineReader;
  private readonly links: LineReader;
  private nextLink: StoredLink | undefined;
  private hasBegun = false;

  /** The database is asked at once: it answers while the month before is checked. */
  constructor(
    private readonly stored: TrailMonth,
    private readonly chains: ChainCheck,
    private readonly findings: Findings,
    private readonly keys: AuditKeys,
  ) {
    this.batches = new LineReader(stored.batches());
    this.links = new LineReader(stored.links());
  }

  /** The next batch, ordered by id, its head checked; undefined when all batches and links were seen. */
  async next(): Promise<StoredBatch | undefined> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      this.nextLink = await this.readLink();
    }
    const line = await this.batches.next();
    const batch = line && batchOf(line);
    if (batch) this.check(batch);
    while (this.nextLink && isDue(this.nextLink, batch)) await this.passLink(this.nextLink);
    return batch;
  }

  async close(): Promise<void> {
    await Promise.all([this.batches.close(), this.links.close()]);
  }

  private check(batch: StoredBatch): void {
    const { month } = this.stored;
    this.batchCount++;
    const { hash, finding } = checkHead(batch, this.keys.macKey);
    if (finding) this.findings.add({ month, ...finding });
    this.chains.seeBatch(batch.id, hash, batch.recordedAt, month);
  }

  private async passLink(link: StoredLink): Promise<void> {
    this.linkCount++;
    this.chains.seeLink(link, this.stored.month);
    this.nextLink = await this.readLink();
  }

  private async readLink(): Promise<StoredLink | undefined> {
    const line = await this.links.next();
    return line && linkOf(line);
  }
}

/** True for links made before the batch was; for all of them after the last batch. */
function isDue(link: StoredLink, batch: StoredBatch | undefined): boolean {
  return batch === undefined || link.linkedAt < batch.recordedAt;
}
