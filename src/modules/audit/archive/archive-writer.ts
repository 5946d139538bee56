import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { sealFrames } from '../../../platform/crypto/sealed-frames.js';
import { newId } from '../../../platform/database/new-id.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { AuditKeys } from '../chain/audit-keys.js';
import type { Month } from '../partitions/months.rules.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import { signDocument } from '../seals/signed-document.js';
import type { TrailMonth } from '../verification/stored-trail.js';
import { archiveKeyOwner, type Archive, type ArchivedFile, type ArchiveManifest } from './archive-shelf.js';
import { ARCHIVE_TABLES, columnsOf, type ArchiveTable } from './archive-tables.js';
import { parquetOf } from './parquet-file.js';
import { archivePlace } from './sealed-object.js';

const KEY_BYTES = 32;

/** Writes a month into the object store. Nothing counts until its manifest is entered. */
@Injectable()
export class ArchiveWriter {
  constructor(
    private readonly keeper: PartitionKeeper,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    private readonly keys: AuditKeys,
  ) {}

  /** The month's three files as sealed Parquet, under a key of its own; in constant memory. */
  async write(stored: TrailMonth): Promise<{ archive: Archive; dataKey: Buffer }> {
    const dataKey = randomBytes(KEY_BYTES);
    const key = createSecretKey(dataKey);
    // A try that was cut off has left objects: names of its own keep them apart.
    const prefix = `audit/archive/${stored.month}/${newId()}`;
    const files = {} as Record<ArchiveTable, ArchivedFile>;
    for (const table of ARCHIVE_TABLES)
      files[table] = await this.writeFile(stored[table](), table, `${prefix}-${table}.parquet`, key);
    const manifest: ArchiveManifest = {
      version: 1,
      kind: 'archive',
      month: stored.month,
      archivedAt: new Date().toISOString(),
      files,
    };
    return { archive: { manifest, key }, dataKey };
  }

  /** Signs the manifest and enters it: from now on the month can be read from the archive. */
  async enter({ manifest }: Archive, dataKey: Buffer): Promise<void> {
    const signed = signDocument(manifest, this.keys);
    const { kekId, wrapped } = this.provider.wrap(dataKey, archiveKeyOwner(manifest.month));
    await this.keeper.asOwner((owner) =>
      owner.query(
        `INSERT INTO audit_archives (month, archived_at, manifest, signature, public_key, kek_id, wrapped_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          `${manifest.month}-01`,
          manifest.archivedAt,
          signed.document,
          Buffer.from(signed.signature, 'base64'),
          Buffer.from(signed.publicKey, 'base64'),
          kekId,
          wrapped,
        ],
      ),
    );
  }

  /** Removes a month from the archive for good. */
  async remove({ manifest }: Archive): Promise<void> {
    await this.keeper.asOwner((owner) =>
      owner.query('DELETE FROM audit_archives WHERE month = $1', [`${manifest.month}-01`]),
    );
    await this.discard(manifest.month);
  }

  /** Deletes every object of a month. */
  async discard(month: Month): Promise<void> {
    for await (const { key } of this.objects.list(`audit/archive/${month}/`)) await this.objects.delete(key);
  }

  private async writeFile(
    lines: AsyncIterable<Buffer>,
    table: ArchiveTable,
    object: string,
    key: KeyObject,
  ): Promise<ArchivedFile> {
    let rows = 0;
    let bytes = 0;
    const parquet = parquetOf(lines, columnsOf(table), (count) => (rows = count));
    const sealed = sealFrames(parquet, key, archivePlace(object), (count) => (bytes = count));
    const { sha256 } = await this.objects.put(object, sealed, { isWriteOnce: true });
    return { object, rows, bytes, sha256 };
  }
}
