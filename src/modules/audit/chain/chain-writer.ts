import { v7 } from 'uuid';
import type { AuditKeys } from './audit-keys.js';
import { linkContent, linkHash, macOf, NO_LINK, type LinkHead, type LinkKind } from './chain.rules.js';

/** A batch by what the chain needs of it. */
export interface BatchReference {
  id: string;
  hash: Buffer;
}

/** A link ready to be stored. */
export interface Link extends LinkHead {
  batchIds: string[];
  link: Buffer;
  mac: Buffer;
}

/**
 * One process run's hash chain. Chaining by writer needs no lock: the order is the order of this process's own flushes.
 * A batch that a transaction wrote is linked only after it committed, so a transaction that was rolled back leaves
 * no gap; one that committed in a process killed before the link is linked by the next process that starts.
 */
export class ChainWriter {
  private id = v7();
  private position = 0;
  private previous: Buffer = NO_LINK;
  private lastLinkedAt = 0;

  constructor(
    private readonly keys: AuditKeys,
    private readonly now: () => number = Date.now,
  ) {}

  get writerId(): string {
    return this.id;
  }

  /** Leaves the chain where it is and begins another: after a close, or when a link could not be stored anywhere. */
  restart(): void {
    this.id = v7();
    this.position = 0;
    this.previous = NO_LINK;
  }

  /** True once a first link was made: only then is there something to close. */
  get isOpen(): boolean {
    return this.position > 0;
  }

  /** The next link of the chain. It counts as made: it must be stored, or spooled, before any later one. */
  link(batches: readonly BatchReference[], kind: LinkKind = 'batches'): Link {
    const head: LinkHead = {
      writerId: this.writerId,
      position: this.position,
      linkedAt: Math.max(this.lastLinkedAt, this.now()),
      kind: this.position === 0 ? 'open' : kind,
      content: linkContent(batches),
      previous: this.previous,
    };
    const hash = linkHash(head);
    this.position++;
    this.previous = hash;
    this.lastLinkedAt = head.linkedAt;
    return { ...head, batchIds: batches.map(({ id }) => id), link: hash, mac: macOf(this.keys.macKey, 'link', hash) };
  }
}
