import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SealBroken } from '../../../platform/crypto/sealed-box.js';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { Database } from '../../../platform/database/database.js';
import { OBJECT_STORE, ObjectMissing, type ObjectStore } from '../../../platform/storage/index.js';
import { AuditKeys } from '../chain/audit-keys.js';
import type { Month } from '../partitions/months.rules.js';
import { openDocument, type SignedDocument } from '../seals/signed-document.js';
import type { FindingKind, Findings } from '../verification/findings.js';
import type { TrailMonth } from '../verification/stored-trail.js';
import { columnsOf, type ArchiveTable } from './archive-tables.js';
import { linesOf } from './parquet-file.js';
import { forgetFrames, SealedObject } from './sealed-object.js';

/** One file of an archived month. */
export interface ArchivedFile {
  object: string;
  rows: number;
  /** Of the Parquet file, before it was sealed. */
  bytes: number;
  /** Of the object as it lies in the store, hex. */
  sha256: string;
}

/** What is signed of an archived month. */
export interface ArchiveManifest {
  version: 1;
  kind: 'archive';
  month: Month;
  archivedAt: string;
  files: Record<ArchiveTable, ArchivedFile>;
}

/** An archived month that can be opened. */
export interface Archive {
  manifest: ArchiveManifest;
  key: KeyObject;
}

interface ArchiveRow {
  month: Month;
  manifest: string;
  signature: Buffer;
  public_key: Buffer;
  kek_id: string;
  wrapped_key: Buffer;
}

/** Finds and opens archived months. */
@Injectable()
export class ArchiveShelf {
  constructor(
    private readonly database: Database,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    private readonly keys: AuditKeys,
  ) {}

  /** The archived months, oldest first; those whose manifest is not as it was signed are told to `findings` and left out. */
  async archives(findings?: Findings): Promise<Archive[]> {
    const rows = await this.database.query<ArchiveRow>(
      `SELECT to_char(month, 'YYYY-MM') AS month, manifest, signature, public_key, kek_id, wrapped_key
         FROM audit_archives ORDER BY month`,
    );
    const archives: Archive[] = [];
    for (const row of rows) {
      const manifest = openDocument(signedOf(row), this.keys.publicKeyDer) as ArchiveManifest | undefined;
      if (manifest?.month === row.month) {
        archives.push({ manifest, key: this.unwrap(row) });
      } else {
        findings?.add({
          kind: 'archive-changed',
          month: row.month,
          says: 'the manifest of this month is not as it was signed',
        });
      }
    }
    return archives;
  }

  /** The archived months for verification. */
  async months(findings: Findings): Promise<TrailMonth[]> {
    forgetFrames();
    return (await this.archives(findings)).map((archive) => this.trailMonth(archive, findings));
  }

  /** One archived month for verification. */
  trailMonth(archive: Archive, findings: Findings): TrailMonth {
    const { month } = archive.manifest;
    const told = new Set<ArchiveTable>();
    const lines = (table: ArchiveTable) =>
      this.lines(archive, table, (kind, says) => {
        // A file may be read more than once.
        if (!told.has(table)) findings.add({ kind, month, says });
        told.add(table);
      });
    return {
      month,
      isArchived: true,
      events: () => lines('events'),
      eventsAsTheyLie: () => lines('events'),
      batches: () => lines('batches'),
      links: () => lines('links'),
    };
  }

  /** One file of an archived month, read in parts. */
  file({ manifest, key }: Archive, table: ArchiveTable): SealedObject {
    const { object, bytes } = manifest.files[table];
    return new SealedObject(this.objects, key, object, bytes);
  }

  private async *lines(
    archive: Archive,
    table: ArchiveTable,
    tell: (kind: FindingKind, says: string) => void,
  ): AsyncGenerator<Buffer> {
    try {
      yield* linesOf(this.file(archive, table), columnsOf(table));
    } catch (error) {
      if (error instanceof SealBroken) {
        tell('archive-changed', `the archived ${table} of this month are not as they were sealed`);
      } else if (error instanceof ObjectMissing) {
        tell('archive-removed', `the archived ${table} of this month are gone`);
      } else {
        throw error;
      }
    }
  }

  private unwrap(row: ArchiveRow): KeyObject {
    return this.provider.unwrap({ kekId: row.kek_id, wrapped: row.wrapped_key }, archiveKeyOwner(row.month));
  }
}

/** What the key of an archived month is bound to. */
export function archiveKeyOwner(month: Month): Buffer {
  return encodeParts(['audit archive', month]);
}

function signedOf(row: ArchiveRow): SignedDocument {
  return {
    document: row.manifest,
    signature: row.signature.toString('base64'),
    publicKey: row.public_key.toString('base64'),
  };
}
