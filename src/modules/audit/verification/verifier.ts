import { Injectable } from '@nestjs/common';
import { ArchiveShelf, type Archive } from '../archive/archive-shelf.js';
import { forgetFrames } from '../archive/sealed-object.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainCheck } from './chain-check.js';
import { diagnoseMonth } from './diagnosis.js';
import { EventsPass } from './events-pass.js';
import { Findings, type Finding, type Verdict } from './findings.js';
import { LineReader } from './line-reader.js';
import { MonthHeads } from './month-heads.js';
import { SealedHeads } from './sealed-heads.js';
import type { TrailMonth, VerifiedPeriod } from './stored-trail.js';
import { TrailSource } from './trail-source.js';

/** A month that is being read. */
interface OpenMonth {
  stored: TrailMonth;
  heads: MonthHeads;
  events: LineReader;
}

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
      const open = (month: TrailMonth | undefined) => month && this.open(month, chains, findings);
      let next = open(months[0]);
      for (const index of months.keys()) {
        const current = next as OpenMonth;
        next = open(months[index + 1]);
        await this.verifyMonth(current, chains, findings, counts);
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
    await this.verifyMonth(this.open(month, chains, findings), chains, findings, counts);
    chains.finish();
    return { isIntact: findings.count === 0, events: counts.events, findings: findings.first };
  }

  /** Asks for a month at once: the database answers while the month before is checked. */
  private open(stored: TrailMonth, chains: ChainCheck, findings: Findings): OpenMonth {
    const heads = new MonthHeads(stored, chains, findings, this.keys);
    return { stored, heads, events: new LineReader(stored.eventsAsTheyLie()) };
  }

  private async verifyMonth(
    { stored, heads, events }: OpenMonth,
    chains: ChainCheck,
    findings: Findings,
    counts: Counts,
  ): Promise<void> {
    try {
      const held = await new EventsPass(events, heads).run();
      counts.events += held ?? (await diagnoseMonth(stored, findings));
    } finally {
      await Promise.all([events.close(), heads.close()]);
    }
    counts.batches += heads.batchCount;
    counts.links += heads.linkCount;
    chains.endMonth(stored.month, Math.min(endOfMonth(stored.month), Date.now()));
  }
}

function endOfMonth(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number, 1);
}
