import { Injectable } from '@nestjs/common';
import { AuditKeys } from '../chain/audit-keys.js';
import { documentHash, type ChainHead, type SealDocument } from '../seals/seal-document.js';
import { openDocument, type SignedDocument } from '../seals/signed-document.js';
import { SealStore } from '../seals/seal-store.js';
import type { Findings } from './findings.js';

/** A head that a seal or a note swears to. */
export interface SealedHead extends ChainHead {
  /** 0 for a note. */
  seal: number;
  /** ms */
  sealedAt: number;
}

/** All that seals and notes say. */
export interface Sealed {
  /** Sorted by position within each writer. */
  heads: Map<string, SealedHead[]>;
  /** Where chains go on after months that were dropped, by writer. */
  cuts: Map<string, ChainHead>;
  count: number;
}

/** Reads the seals from both places, compares them, checks their signatures and their own chain. */
@Injectable()
export class SealedHeads {
  constructor(
    private readonly seals: SealStore,
    private readonly keys: AuditKeys,
  ) {}

  /** What is sworn to; whatever is wrong with the seals themselves is added to `findings`. */
  async read(findings: Findings): Promise<Sealed> {
    const sealed: Sealed = { heads: new Map(), cuts: new Map(), count: 0 };
    const [database, objects] = [await this.seals.inDatabase(), await this.seals.inObjectStore()];
    const last = Math.max(0, ...database.keys(), ...objects.keys());
    let previous: SignedDocument | undefined;
    for (let sequence = 1; sequence <= last; sequence++) {
      const seal = this.agreed(sequence, database.get(sequence), objects.get(sequence), findings);
      if (!seal) continue;
      const document = JSON.parse(seal.document) as SealDocument;
      if (previous && document.previous !== documentHash(previous.document)) {
        findings.add({
          kind: 'seal-changed',
          month: '',
          seal: sequence,
          says: 'this seal does not follow the one before it',
        });
      }
      previous = seal;
      take(sealed, document);
    }
    for (const note of await this.seals.headNotes()) {
      const document = openDocument(note, this.keys.publicKeyDer) as SealDocument | undefined;
      if (document) take(sealed, document);
      else
        findings.add({
          kind: 'seal-changed',
          month: '',
          says: 'a note of chain heads in the object store is not ours',
        });
    }
    for (const heads of sealed.heads.values()) heads.sort((a, b) => a.position - b.position);
    return sealed;
  }

  /** The seal of one number when at least one of its two copies is genuine. */
  private agreed(
    seal: number,
    inDatabase: SignedDocument | undefined,
    inObjects: SignedDocument | undefined,
    findings: Findings,
  ): SignedDocument | undefined {
    const copies = { 'the database': inDatabase, 'the object store': inObjects };
    let genuine: SignedDocument | undefined;
    for (const [place, copy] of Object.entries(copies)) {
      if (!copy) {
        findings.add({ kind: 'seal-removed', month: '', seal, says: `this seal is missing in ${place}` });
      } else if ((openDocument(copy, this.keys.publicKeyDer) as SealDocument | undefined)?.sequence !== seal) {
        findings.add({ kind: 'seal-changed', month: '', seal, says: `this seal in ${place} is not as it was signed` });
      } else if (genuine && genuine.document !== copy.document) {
        findings.add({
          kind: 'seal-changed',
          month: '',
          seal,
          says: `this seal in ${place} is another than in the database`,
        });
      } else {
        genuine ??= copy;
      }
    }
    return genuine;
  }
}

function take(sealed: Sealed, document: SealDocument): void {
  const sealedAt = Date.parse(document.sealedAt);
  sealed.count += document.kind === 'heads' ? 0 : 1;
  for (const head of document.heads) {
    if (document.kind === 'cut') sealed.cuts.set(head.writerId, head);
    const known = sealed.heads.get(head.writerId) ?? [];
    if (known.length === 0) sealed.heads.set(head.writerId, known);
    known.push({ ...head, seal: document.sequence, sealedAt });
  }
}
