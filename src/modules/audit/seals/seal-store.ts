import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import { OBJECT_STORE, ObjectExists, ObjectMissing, type ObjectStore } from '../../../platform/storage/index.js';
import { HEADS_PREFIX, SEAL_PREFIX, sealObjectKey, type SealDocument } from './seal-document.js';
import type { SignedDocument } from './signed-document.js';

interface SealRow {
  sequence: string;
  document: string;
  signature: Buffer;
  public_key: Buffer;
}

/** Keeps signed seals in the two places that are hard to change together: the database, and the object store, written once. */
@Injectable()
export class SealStore {
  constructor(
    private readonly database: Database,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  /** The newest seal in the database. */
  async latest(kind?: SealDocument['kind']): Promise<SignedDocument | undefined> {
    const [row] = await this.database.query<SealRow>(
      `SELECT sequence, document, signature, public_key FROM audit_seals
        WHERE $1::text IS NULL OR kind = $1 ORDER BY sequence DESC LIMIT 1`,
      [kind ?? null],
    );
    return row && sealOf(row);
  }

  /** Seals of the database by sequence number. */
  async inDatabase(): Promise<Map<number, SignedDocument>> {
    const rows = await this.database.query<SealRow>(
      'SELECT sequence, document, signature, public_key FROM audit_seals ORDER BY sequence',
    );
    return new Map(rows.map((row) => [Number(row.sequence), sealOf(row)]));
  }

  /** Seals of the object store by the sequence number in their name. */
  async inObjectStore(): Promise<Map<number, SignedDocument>> {
    const seals = new Map<number, SignedDocument>();
    for await (const { key } of this.objects.list(SEAL_PREFIX)) {
      const sequence = Number(/(\d{8})\.json$/.exec(key)?.[1] ?? Number.NaN);
      if (!Number.isNaN(sequence)) seals.set(sequence, await this.read(key));
    }
    return seals;
  }

  /** The notes of heads that were taken between seals. */
  async headNotes(): Promise<SignedDocument[]> {
    const notes: SignedDocument[] = [];
    for await (const { key } of this.objects.list(HEADS_PREFIX)) {
      try {
        notes.push(await this.read(key));
      } catch (error) {
        // Notes that a seal has taken over are removed, perhaps at this moment.
        if (!(error instanceof ObjectMissing)) throw error;
      }
    }
    return notes;
  }

  /**
   * Stores the next seal, in the object store first: a crash in between leaves an object that is taken over here at the next try.
   * Returns the seal that now has this sequence number.
   */
  async add(seal: SignedDocument, { sequence, sealedAt, kind }: SealDocument): Promise<SignedDocument> {
    const key = sealObjectKey(sequence);
    let stored = seal;
    try {
      await this.objects.put(key, bytesOf(seal), { isWriteOnce: true });
    } catch (error) {
      if (!(error instanceof ObjectExists)) throw error;
      stored = await this.read(key);
    }
    const document = JSON.parse(stored.document) as SealDocument;
    await this.database.execute(
      `INSERT INTO audit_seals (id, sealed_at, kind, sequence, document, signature, public_key, object_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sequence) DO NOTHING`,
      [
        newId(),
        stored === seal ? sealedAt : document.sealedAt,
        stored === seal ? kind : document.kind,
        sequence,
        stored.document,
        Buffer.from(stored.signature, 'base64'),
        Buffer.from(stored.publicKey, 'base64'),
        key,
      ],
    );
    return stored;
  }

  /** Leaves a note of heads. */
  async addHeadNote(note: SignedDocument, takenAt: Date): Promise<void> {
    await this.objects.put(
      `${HEADS_PREFIX}${takenAt.toISOString().replaceAll(/[:.]/g, '-')}-${newId()}.json`,
      bytesOf(note),
    );
  }

  /** Removes notes taken before `before`: a seal has taken them over. */
  async removeHeadNotes(before: Date): Promise<void> {
    for await (const { key, modifiedAt } of this.objects.list(HEADS_PREFIX)) {
      if (modifiedAt < before) await this.objects.delete(key);
    }
  }

  private async read(key: string): Promise<SignedDocument> {
    const blocks: Buffer[] = [];
    for await (const block of await this.objects.read(key)) blocks.push(block as Buffer);
    return parseSeal(Buffer.concat(blocks).toString('utf8'));
  }
}

/** An object that was edited into something else is a seal that nobody signed, not an error. */
function parseSeal(text: string): SignedDocument {
  try {
    const { document, signature, publicKey } = JSON.parse(text) as Partial<SignedDocument>;
    return { document: String(document), signature: String(signature), publicKey: String(publicKey) };
  } catch (error) {
    if (error instanceof SyntaxError) return { document: '', signature: '', publicKey: '' };
    throw error;
  }
}

function sealOf(row: SealRow): SignedDocument {
  return {
    document: row.document,
    signature: row.signature.toString('base64'),
    publicKey: row.public_key.toString('base64'),
  };
}

async function* bytesOf(seal: SignedDocument): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(JSON.stringify(seal)));
}
