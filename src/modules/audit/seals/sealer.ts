import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AuditKeys } from '../chain/audit-keys.js';
import { documentHash, type ChainHead, type SealDocument } from './seal-document.js';
import { signDocument, type SignedDocument } from './signed-document.js';
import { SealStore } from './seal-store.js';

const DAY_MS = 86_400_000;

interface HeadRow {
  writer_id: string;
  position: string;
  linked_ms: string;
  link: string;
}

/**
 * Signs how far all chains reach. Between two seals a chain could be cut short or made anew by someone who holds the database;
 * after one, not even then, for the signing key and the object store are elsewhere. Runs on the scheduler's leader only.
 */
@Injectable()
export class Sealer {
  private readonly logger = new Logger('audit');
  private lastNote = '';

  constructor(
    private readonly database: Database,
    private readonly keys: AuditKeys,
    private readonly seals: SealStore,
  ) {}

  /** Makes the seal of today unless there is one; true when it was made. */
  async sealDay(now = new Date()): Promise<boolean> {
    const last = await this.seals.latest('day');
    const lastAt = last ? sealedAtOf(last) : new Date(0);
    if (now.toISOString().slice(0, 10) === lastAt.toISOString().slice(0, 10)) return false;
    await this.seal('day', await this.headsSince(new Date(lastAt.getTime() - DAY_MS)), now);
    await this.seals.removeHeadNotes(new Date(now.getTime() - 2 * DAY_MS));
    return true;
  }

  /** Signs `heads` as the next seal of the sequence. */
  async seal(kind: 'day' | 'cut', heads: ChainHead[], now = new Date()): Promise<void> {
    const last = await this.seals.latest();
    const document: SealDocument = {
      version: 1,
      kind,
      sequence: last ? (JSON.parse(last.document) as SealDocument).sequence + 1 : 1,
      sealedAt: now.toISOString(),
      previous: last ? documentHash(last.document) : '',
      heads,
    };
    await this.seals.add(signDocument(document, this.keys), document);
    this.logger.log({ msg: 'the audit trail is sealed', kind, sequence: document.sequence, chains: heads.length });
  }

  /** Notes the heads of chains that grew since the last seal, for the hours until the next; nothing when none grew. */
  async noteHeads(now = new Date()): Promise<boolean> {
    const last = await this.seals.latest('day');
    const heads = await this.headsSince(new Date((last ? sealedAtOf(last).getTime() : now.getTime()) - DAY_MS));
    const grown = JSON.stringify(heads);
    if (heads.length === 0 || grown === this.lastNote) return false;
    const document: SealDocument = {
      version: 1,
      kind: 'heads',
      sequence: 0,
      sealedAt: now.toISOString(),
      previous: '',
      heads,
    };
    await this.seals.addHeadNote(signDocument(document, this.keys), now);
    this.lastNote = grown;
    return true;
  }

  private async headsSince(since: Date): Promise<ChainHead[]> {
    const rows = await this.database.query<HeadRow>(
      `SELECT DISTINCT ON (writer_id) writer_id, position, (extract(epoch FROM linked_at) * 1000)::bigint AS linked_ms,
              encode(link, 'hex') AS link
         FROM audit_links WHERE linked_at > $1::timestamptz ORDER BY writer_id, position DESC`,
      [since],
    );
    return rows.map((row) => ({
      writerId: row.writer_id,
      position: Number(row.position),
      linkedAt: Number(row.linked_ms),
      link: row.link,
    }));
  }
}

function sealedAtOf(seal: SignedDocument): Date {
  return new Date((JSON.parse(seal.document) as SealDocument).sealedAt);
}
