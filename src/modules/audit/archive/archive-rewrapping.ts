import { Inject, Injectable } from '@nestjs/common';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { PartitionKeeper } from '../partitions/partition-keeper.js';
import { archiveKeyOwner } from './archive-shelf.js';

interface WrappedRow {
  month: string;
  kek_id: string;
  wrapped_key: Buffer;
}

/** Brings the keys of archived months under the current key-encryption key; the archives themselves are not touched. */
@Injectable()
export class ArchiveRewrapping {
  constructor(
    private readonly keeper: PartitionKeeper,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
  ) {}

  /** How many were brought over. As the schema's owner: the application may not touch what it has archived. */
  run(): Promise<number> {
    return this.keeper.asOwner(async (owner) => {
      const { rows } = await owner.query<WrappedRow>(
        `SELECT to_char(month, 'YYYY-MM') AS month, kek_id, wrapped_key FROM audit_archives WHERE kek_id <> $1`,
        [this.provider.currentKekId],
      );
      for (const { month, kek_id, wrapped_key } of rows) {
        const place = archiveKeyOwner(month);
        const key = this.provider.unwrap({ kekId: kek_id, wrapped: wrapped_key }, place).export();
        const renewed = this.provider.wrap(key, place);
        key.fill(0);
        await owner.query('UPDATE audit_archives SET kek_id = $2, wrapped_key = $3 WHERE month = $1 AND kek_id = $4', [
          `${month}-01`,
          renewed.kekId,
          renewed.wrapped,
          kek_id,
        ]);
      }
      return rows.length;
    });
  }
}
