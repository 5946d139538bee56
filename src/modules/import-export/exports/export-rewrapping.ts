import { Inject, Injectable } from '@nestjs/common';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ExportKeys } from '../export-pipeline/export-keys.js';

/** Brings the keys of exports under the current key-encryption key, so that the former one can be given up. */
@Injectable()
export class ExportRewrapping {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ExportKeys,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
  ) {}

  /** How many were brought over: few, since exports live for days. */
  run(): Promise<number> {
    return this.unitOfWork.run(async () => {
      const rows = await this.database.query<{ id: string; wrapped: Buffer; kekId: string }>(
        `SELECT id, wrapped_key AS wrapped, kek_id AS "kekId" FROM exports
          WHERE wrapped_key IS NOT NULL AND kek_id <> $1 FOR UPDATE`,
        [this.provider.currentKekId],
      );
      for (const { id, ...key } of rows) {
        const renewed = this.keys.rewrap(id, key);
        await this.database.execute('UPDATE exports SET wrapped_key = $2, kek_id = $3 WHERE id = $1', [
          id,
          renewed.wrapped,
          renewed.kekId,
        ]);
      }
      return rows.length;
    });
  }
}
