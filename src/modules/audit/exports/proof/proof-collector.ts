import { batchHash } from '../../chain/chain.rules.js';
import { lineHash, parseLine } from '../../events/canonical-row.rules.js';
import type { EventFilter } from '../../reading/event-filter.js';
import { matches, type EventRecord, type Reach } from '../../reading/event-query.js';
import { EventGroups } from '../../verification/event-groups.js';
import { LineReader } from '../../verification/line-reader.js';
import type { Sealed } from '../../verification/sealed-heads.js';
import {
  batchOf,
  linkOf,
  type StoredBatch,
  type StoredLink,
  type TrailMonth,
} from '../../verification/stored-trail.js';

/** A batch with those of its events that were asked for, and the hashes of all. */
export interface ProvedBatch {
  id: string;
  writerId: string;
  recordedAt: number;
  count: number;
  hashes: string;
  events: { ordinal: number; line: string }[];
}

/** A link of a chain; with its batches where it covers one of the proof's. */
export interface ProvedLink {
  writerId: string;
  position: number;
  linkedAt: number;
  kind: string;
  content: string;
  previous: string;
  link: string;
  batches?: { id: string; hash: string }[];
}

const ORDINAL = 1;

/**
 * Gathers what proves some events: their batches, the links that cover these, and the chains from there to the next seal. It reads the
 * months as verification does, so the archive is no special case; memory holds ids of the batches chosen.
 */
export class ProofCollector {
  private readonly chosen = new Map<string, string>();
  private readonly siblings = new Map<string, string | undefined>();
  private readonly spans = new Map<string, { first: number; last: number }>();

  constructor(
    private readonly filter: EventFilter,
    private readonly reach: Reach,
    private readonly sealed: Sealed,
  ) {}

  /** First pass over a month: the batches that hold a wanted event. */
  async *batches(month: TrailMonth): AsyncGenerator<ProvedBatch> {
    const events = new EventGroups(month.events());
    const heads = new LineReader(month.batches());
    let group = await events.next();
    // Both are read to their ends, for a COPY cannot be left half way.
    for (let line = await heads.next(); line; line = await heads.next()) {
      const head = batchOf(line);
      while (group && group.batchId < head.id) group = await events.next();
      if (group?.batchId !== head.id) continue;
      const proved = this.prove(head, group.lines);
      if (proved) yield proved;
    }
    while (group) group = await events.next();
  }

  /** Second pass: which links of which chains are needed, and which other batches these cover. */
  async findLinks(months: readonly TrailMonth[]): Promise<void> {
    for await (const link of linksOf(months)) {
      if (!link.batchIds.some((id) => this.chosen.has(id))) continue;
      for (const id of link.batchIds) this.siblings.set(id, this.chosen.get(id));
      const span = this.spans.get(link.writerId);
      const last = this.sealedAfter(link.writerId, link.position);
      this.spans.set(link.writerId, { first: span?.first ?? link.position, last: Math.max(span?.last ?? 0, last) });
    }
    for (const month of months) await this.hashSiblings(month);
  }

  /** Third pass: the chains, each from its first link that is needed to the seal after its last. */
  async *links(months: readonly TrailMonth[]): AsyncGenerator<ProvedLink> {
    for await (const link of linksOf(months)) {
      const span = this.spans.get(link.writerId);
      if (span && link.position >= span.first && link.position <= span.last) yield this.provedLink(link);
    }
  }

  private prove(head: StoredBatch, lines: readonly Buffer[]): ProvedBatch | undefined {
    const events = lines
      .map((line) => line.toString('utf8'))
      .filter((line) => matches(recordOf(line), this.filter, this.reach, null))
      .map((line) => ({ ordinal: Number(line.split('\t', 2)[ORDINAL]), line }));
    if (events.length === 0) return undefined;
    this.chosen.set(head.id, batchHash(head).toString('hex'));
    const { id, writerId, recordedAt, count } = head;
    const hashes = Buffer.from(lines.map(lineHash).join(''), 'binary').toString('hex');
    return { id, writerId, recordedAt, count, hashes, events };
  }

  /** The position of the first sealed head from `position` on; as far as the chain goes when it is not sealed yet. */
  private sealedAfter(writerId: string, position: number): number {
    const head = this.sealed.heads.get(writerId)?.find((sealed) => sealed.seal > 0 && sealed.position >= position);
    return head?.position ?? Number.POSITIVE_INFINITY;
  }

  private async hashSiblings(month: TrailMonth): Promise<void> {
    const heads = new LineReader(month.batches());
    for (let line = await heads.next(); line; line = await heads.next()) {
      const id = line.toString('latin1', 0, 36);
      if (this.siblings.has(id)) this.siblings.set(id, batchHash(batchOf(line)).toString('hex'));
    }
  }

  private provedLink(link: StoredLink): ProvedLink {
    const { writerId, position, linkedAt, kind } = link;
    const [content, previous, hash] = [link.content, link.previous, link.link].map((bytes) => bytes.toString('hex'));
    const plain = { writerId, position, linkedAt, kind, content, previous, link: hash } as ProvedLink;
    if (!link.batchIds.some((id) => this.chosen.has(id))) return plain;
    return { ...plain, batches: link.batchIds.map((id) => ({ id, hash: this.siblings.get(id) ?? '' })) };
  }
}

async function* linksOf(months: readonly TrailMonth[]): AsyncGenerator<StoredLink> {
  for (const month of months) {
    const reader = new LineReader(month.links());
    for (let line = await reader.next(); line; line = await reader.next()) yield linkOf(line);
  }
}

/** The fields that a filter looks at. */
function recordOf(line: string): EventRecord {
  const [, , id, , patient_id, organization_id, actor_id, , , , break_glass_id, action, resource_type, outcome] =
    parseLine(line);
  const fields = { id, patient_id, organization_id, actor_id, break_glass_id, action, resource_type, outcome };
  return fields as unknown as EventRecord;
}
