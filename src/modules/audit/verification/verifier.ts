import { Injectable } from '@nestjs/common';
import { ArchiveShelf, type Archive } from '../archive/archive-shelf.js';
import { forgetFrames } from '../archive/sealed-object.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { checkHead, diagnose, holdsDigest, strayEvent } from './batch-check.js';
import { ChainCheck } from './chain-check.js';
import { EventGroups, type EventGroup } from './event-groups.js';
import { Findings, type Finding, type Verdict } from './findings.js';
import { LineReader } from './line-reader.js';
import { SealedHeads } from './sealed-heads.js';
import {
  batchOf,
  linkOf,
  type StoredBatch,
  type StoredLink,
  type TrailMonth,
  type VerifiedPeriod,
} from './stored-trail.js';
import { TrailSource } from './trail-source.js';

interface Counts {
  events: number;
  batches: number;
  links: number;
}

/**
 * Recomputes every hash of the trail from what is stored, in the database and in the archive, and names what is not as it was
 * written. It streams month by month; its memory does not grow with the trail.
 */
@Injectable()
export class TrailVerifier {
  constructor(
    private readonly source: TrailSource,
    private readonly shelf: ArchiveShelf,
    private readonly seals: SealedHeads,
    private readonly keys: AuditKeys,
  ) {}

  /** Verifies the months of a period, and all seals. */
  async verify(period: VerifiedPeriod = { from: null, to: null }): Promise<Verdict> {
    const startedAt = performance.now();
    const findings = new Findings();
    const sealed = await this.seals.read(findings);
    const counts: Counts = { events: 0, batches: 0, links: 0 };
    const outcome = await this.source.read(period, findings, async (months, isPartial) => {
      const from = months[0] ? Date.parse(`${months[0].month}-01T00:00:00Z`) : Date.now();
      const chains = new ChainCheck({ macKey: this.keys.macKey, sealed, from, isPartial }, findings);
      let next = eventsOf(months[0]);
      for (const [index, month] of months.entries()) {
        const events = next as EventGroups;
        next = eventsOf(months[index + 1]);
        await this.verifyMonth(month, events, chains, findings, counts);
      }
      return { pendingBatches: chains.finish(), months: months.length };
    });
    return {
      isIntact: findings.count === 0,
      ...period,
      ...outcome,
      ...counts,
      seals: sealed.count,
      findings: findings.first,
      findingCount: findings.count,
      elapsedMs: Math.round(performance.now() - startedAt),
    };
  }

  /** Verifies one archived month by itself, before its partition is let go. */
  async verifyArchive(archive: Archive): Promise<{ isIntact: boolean; events: number; findings: Finding[] }> {
    forgetFrames();
    const findings = new Findings();
    const counts: Counts = { events: 0, batches: 0, links: 0 };
    const from = Date.parse(`${archive.manifest.month}-01T00:00:00Z`);
    const sealed = { heads: new Map(), cuts: new Map(), count: 0 };
    const chains = new ChainCheck({ macKey: this.keys.macKey, sealed, from, isPartial: true }, findings);
    const month = this.shelf.trailMonth(archive, findings);
    await this.verifyMonth(month, new EventGroups(month.events()), chains, findings, counts);
    chains.finish();
    return { isIntact: findings.count === 0, events: counts.events, findings: findings.first };
  }

  private async verifyMonth(
    stored: TrailMonth,
    events: EventGroups,
    chains: ChainCheck,
    findings: Findings,
    counts: Counts,
  ): Promise<void> {
    const month = new MonthCheck(stored, events, chains, findings, this.keys, counts);
    try {
      await month.run();
    } finally {
      await month.close();
    }
    chains.endMonth(stored.month, Math.min(endOfMonth(stored.month), Date.now()));
  }
}

/** Merges one month's events into its batches, and its batches into the chains, all in the order of time. */
class MonthCheck {
  private readonly batches: LineReader;
  private readonly links: LineReader;
  private nextLink: StoredLink | undefined;

  constructor(
    private readonly stored: TrailMonth,
    private readonly events: EventGroups,
    private readonly chains: ChainCheck,
    private readonly findings: Findings,
    private readonly keys: AuditKeys,
    private readonly counts: Counts,
  ) {
    this.batches = new LineReader(stored.batches());
    this.links = new LineReader(stored.links());
  }

  async run(): Promise<void> {
    let group = await this.events.next();
    this.nextLink = await this.readLink();
    for (let line = await this.batches.next(); line; line = await this.batches.next()) {
      const batch = batchOf(line);
      while (group && group.batchId < batch.id) group = await this.stray(group);
      const isHere = group?.batchId === batch.id;
      this.checkBatch(batch, isHere && group ? group.lines : []);
      if (isHere) group = await this.events.next();
      while (this.nextLink && this.nextLink.linkedAt < batch.recordedAt) await this.passLink(this.nextLink);
    }
    while (group) group = await this.stray(group);
    while (this.nextLink) await this.passLink(this.nextLink);
  }

  async close(): Promise<void> {
    await Promise.all([this.events.close(), this.batches.close(), this.links.close()]);
  }

  private checkBatch(batch: StoredBatch, lines: readonly Buffer[]): void {
    const { month } = this.stored;
    this.counts.batches++;
    this.counts.events += lines.length;
    const { hash, finding } = checkHead(batch, this.keys.macKey);
    if (finding) this.findings.add({ month, ...finding });
    this.chains.seeBatch(batch.id, hash, batch.recordedAt, month);
    if (holdsDigest(batch, lines)) return;
    for (const found of diagnose(batch, lines)) this.findings.add({ month, ...found });
  }

  private async stray(group: EventGroup): Promise<EventGroup | undefined> {
    for (const line of group.lines) this.findings.add({ month: this.stored.month, ...strayEvent(line) });
    this.counts.events += group.lines.length;
    return this.events.next();
  }

  private async passLink(link: StoredLink): Promise<void> {
    this.counts.links++;
    this.chains.seeLink(link, this.stored.month);
    this.nextLink = await this.readLink();
  }

  private async readLink(): Promise<StoredLink | undefined> {
    const line = await this.links.next();
    return line && linkOf(line);
  }
}

/** Asks for a month's events: the database sorts them while the month before is checked. */
function eventsOf(month: TrailMonth | undefined): EventGroups | undefined {
  return month && new EventGroups(month.events());
}

function endOfMonth(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number, 1);
}
