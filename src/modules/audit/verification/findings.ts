/** What verification can find, by name. */
const FINDING_KINDS = [
  'event-changed',
  'event-removed',
  'event-inserted',
  'event-reordered',
  'event-redated',
  'batch-changed',
  'batch-removed',
  'batch-forged',
  'batch-unlinked',
  'link-changed',
  'link-removed',
  'link-reordered',
  'link-forged',
  'chain-truncated',
  'chain-removed',
  'chain-rewritten',
  'seal-changed',
  'seal-removed',
  'archive-changed',
  'archive-removed',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that is not as it was written, named as closely as the trail allows. */
export interface Finding {
  kind: FindingKind;
  /** 'YYYY-MM' of the partition it was found in. */
  month: string;
  eventId?: string;
  batchId?: string;
  ordinal?: number;
  writerId?: string;
  position?: number;
  /** Sequence number of the seal that tells. */
  seal?: number;
  says: string;
}

/** The outcome of a verification. */
export interface Verdict {
  isIntact: boolean;
  from: string | null;
  to: string | null;
  months: number;
  events: number;
  batches: number;
  links: number;
  seals: number;
  /** Batches just committed, which their process links within the second. */
  pendingBatches: number;
  /** The first {@link FINDINGS_MAX}, in the order of the trail; `findingCount` counts all. */
  findings: Finding[];
  findingCount: number;
  elapsedMs: number;
}

const FINDINGS_MAX = 100;

/** Collects findings, and keeps no more than can be read. */
export class Findings {
  readonly first: Finding[] = [];
  count = 0;

  add(finding: Finding): void {
    this.count++;
    if (this.first.length < FINDINGS_MAX) this.first.push(finding);
  }
}
