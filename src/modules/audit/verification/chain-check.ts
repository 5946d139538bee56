import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { instantOfId } from '../../../platform/database/new-id.js';
import { linkContent, linkHash, macOf, NO_LINK } from '../chain/chain.rules.js';
import type { Findings } from './findings.js';
import type { Sealed, SealedHead } from './sealed-heads.js';
import type { StoredLink } from './stored-trail.js';

/** Batches linked twice are rare (two processes adopt one orphan), and close together. */
const RECENTLY_LINKED = 20_000;
/** A batch of a killed process is linked by whoever starts, or looks, next: within the hour. */
const ADOPTION_MS = 3 * 3_600_000;

interface Head {
  position: number;
  linkedAt: number;
  link: Buffer;
}

interface SeenBatch {
  hash: Buffer;
  recordedAt: number;
  month: string;
}

export interface ChainCheckOptions {
  macKey: KeyObject;
  sealed: Sealed;
  /** ms: the start of the first month that is verified; what is older is not expected. */
  from: number;
  /** True when months before `from` exist that are not verified now: chains may then begin anywhere. */
  isPartial: boolean;
}

/**
 * Follows all chains at once, link by link in the order of time, and holds them against the batches that were seen and the
 * heads that were sealed. Memory holds one head for each writer and the batches between their writing and their link.
 */
export class ChainCheck {
  private readonly heads = new Map<string, Head>();
  private readonly unlinked = new Map<string, SeenBatch>();
  private readonly linked = new LRUCache<string, Buffer>({ max: RECENTLY_LINKED });
  private waiting: { link: StoredLink; month: string }[] = [];
  private newest = 0;

  constructor(
    private readonly options: ChainCheckOptions,
    private readonly findings: Findings,
  ) {}

  /** A batch whose head was checked. */
  seeBatch(id: string, hash: Buffer, recordedAt: number, month: string): void {
    this.unlinked.set(id, { hash, recordedAt, month });
  }

  /** The next link in the order of time. */
  seeLink(link: StoredLink, month: string): void {
    const place = { month, writerId: link.writerId, position: link.position };
    const hash = linkHash(link);
    if (!hash.equals(link.link)) {
      this.findings.add({ kind: 'link-changed', ...place, says: 'this link is not as it was written' });
    } else if (!macOf(this.options.macKey, 'link', hash).equals(link.mac)) {
      this.findings.add({ kind: 'link-forged', ...place, says: 'this link was not made by this service' });
    }
    this.follow(link, month);
    this.heads.set(link.writerId, { position: link.position, linkedAt: link.linkedAt, link: link.link });
    this.newest = Math.max(this.newest, link.linkedAt);
    this.holdAgainstSeals(link, month);
    if (!this.cover(link, month)) this.waiting.push({ link, month });
  }

  /** After a month's last link: what waited for batches, and heads that were sealed before `until` (ms). */
  endMonth(month: string, until: number): void {
    this.waiting = this.waiting.filter(({ link, month }) => !this.cover(link, month));
    for (const [writerId, heads] of this.options.sealed.heads) {
      const due = heads.filter(({ sealedAt }) => sealedAt < until);
      this.options.sealed.heads.set(
        writerId,
        heads.filter(({ sealedAt }) => sealedAt >= until),
      );
      const last = due.filter(({ linkedAt }) => linkedAt >= this.options.from).at(-1);
      if (last) this.reportMissing(writerId, last, month);
    }
  }

  /** After the last month: batches that no link covers, and links whose batches are gone. Returns the batches still to be linked. */
  finish(): number {
    for (const { link, month } of this.waiting) this.reportUncovered(link, month);
    let pending = 0;
    for (const [batchId, { recordedAt, month }] of this.unlinked) {
      if (this.newest - recordedAt > ADOPTION_MS) {
        this.findings.add({ kind: 'batch-unlinked', month, batchId, says: 'no link covers this batch' });
      } else {
        pending++;
      }
    }
    return pending;
  }

  private follow(link: StoredLink, month: string): void {
    const place = { month, writerId: link.writerId, position: link.position };
    const head = this.heads.get(link.writerId) ?? this.startOf(link);
    if (head === undefined) return;
    if (link.position > head.position + 1) {
      const says = `links ${head.position + 1} to ${link.position - 1} of this chain are missing`;
      this.findings.add({ kind: 'link-removed', ...place, says });
    } else if (link.position <= head.position || link.linkedAt < head.linkedAt) {
      this.findings.add({ kind: 'link-reordered', ...place, says: 'this link stands where another was' });
    } else if (!link.previous.equals(head.link)) {
      this.findings.add({ kind: 'link-changed', ...place, says: 'this link does not follow the one before it' });
    }
  }

  /** What the first link of a chain follows; undefined where anything will do. */
  private startOf(link: StoredLink): Head | undefined {
    const start = { position: -1, linkedAt: 0, link: NO_LINK };
    if (link.position === 0) return start;
    const cut = this.options.sealed.cuts.get(link.writerId);
    if (cut) return { position: cut.position, linkedAt: cut.linkedAt, link: Buffer.from(cut.link, 'hex') };
    return this.options.isPartial ? undefined : start;
  }

  private holdAgainstSeals(link: StoredLink, month: string): void {
    const heads = this.options.sealed.heads.get(link.writerId);
    if (!heads) return;
    while (heads[0] && heads[0].position <= link.position) {
      const head = heads.shift() as SealedHead;
      if (head.position !== link.position || head.link === link.link.toString('hex')) continue;
      const place = { month, writerId: link.writerId, position: link.position, seal: head.seal };
      this.findings.add({
        kind: 'chain-rewritten',
        ...place,
        says: 'this link is another than the one that was sealed',
      });
    }
  }

  /** True when all batches of the link were seen, and are those it was made of. */
  private cover(link: StoredLink, month: string): boolean {
    const batches: { id: string; hash: Buffer }[] = [];
    for (const id of link.batchIds) {
      const hash = this.unlinked.get(id)?.hash ?? this.linked.get(id);
      if (!hash) return false;
      batches.push({ id, hash });
    }
    for (const { id, hash } of batches) {
      this.unlinked.delete(id);
      this.linked.set(id, hash);
    }
    if (linkContent(batches).equals(link.content)) return true;
    const place = { month, writerId: link.writerId, position: link.position, batchId: link.batchIds[0] };
    this.findings.add({
      kind: 'batch-changed',
      ...place,
      says: 'the batches of this link are not those it was made of',
    });
    return true;
  }

  private reportUncovered(link: StoredLink, month: string): void {
    for (const batchId of link.batchIds) {
      if (this.unlinked.delete(batchId) || this.linked.has(batchId) || instantOfId(batchId) < this.options.from)
        continue;
      const place = { month, batchId, writerId: link.writerId, position: link.position };
      this.findings.add({ kind: 'batch-removed', ...place, says: 'this batch is missing' });
    }
  }

  private reportMissing(writerId: string, head: SealedHead, month: string): void {
    const reached = this.heads.get(writerId);
    const place = { month, writerId, position: head.position, seal: head.seal };
    if (reached) {
      const says = `this chain ends at link ${reached.position}, and was sealed at link ${head.position}`;
      this.findings.add({ kind: 'chain-truncated', ...place, says });
    } else {
      this.findings.add({ kind: 'chain-removed', ...place, says: 'this chain was sealed, and is gone' });
    }
  }
}
