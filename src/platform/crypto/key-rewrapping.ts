import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KEY_PROVIDER, type KeyProvider } from './key-provider.js';
import { ownerOf } from './patient-keys.js';

const BATCH = 1000;

interface WrappedRow {
  patient_id: string;
  version: number;
  wrapped_key: Buffer;
  kek_id: string;
}

/**
 * Brings every patient's key under the current key-encryption key. No data is touched: a million patients are a million
 * rows of sixty bytes. Once `remaining` is 0 the former key may be destroyed; copies of the key table from before, such as backups, then
 * open nothing.
 */
@Injectable()
export class KeyRewrapping {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
  ) {}

  /** Keys that still depend on a former key-encryption key. */
  async remaining(): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(
      'SELECT count(*) FROM patient_keys WHERE kek_id <> $1 AND wrapped_key IS NOT NULL',
      [this.provider.currentKekId],
    );
    return Number(row?.count ?? 0);
  }

  /** Re-wraps all, a thousand a transaction; can be stopped and called again at any time, also by several at once. */
  async run(onProgress: (rewrapped: number) => void = () => undefined): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.unitOfWork.run(() => this.rewrapBatch());
      if (count === 0) return total;
      total += count;
      onProgress(total);
    }
  }

  private async rewrapBatch(): Promise<number> {
    const rows = await this.database.query<WrappedRow>(
      `SELECT patient_id, version, wrapped_key, kek_id FROM patient_keys
        WHERE kek_id <> $1 AND wrapped_key IS NOT NULL LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      [this.provider.currentKekId],
    );
    if (rows.length === 0) return 0;
    const renewed = rows.map((row) => this.rewrap(row));
    return this.database.execute(
      `UPDATE patient_keys k SET wrapped_key = r.wrapped_key, kek_id = $4
         FROM unnest($1::uuid[], $2::int[], $3::bytea[]) AS r (patient_id, version, wrapped_key)
        WHERE k.patient_id = r.patient_id AND k.version = r.version`,
      [rows.map((row) => row.patient_id), rows.map((row) => row.version), renewed, this.provider.currentKekId],
    );
  }

  private rewrap({ patient_id, version, wrapped_key, kek_id }: WrappedRow): Buffer {
    const owner = ownerOf(patient_id, version);
    const key = this.provider.unwrap({ kekId: kek_id, wrapped: wrapped_key }, owner).export();
    const { wrapped } = this.provider.wrap(key, owner);
    key.fill(0);
    return wrapped;
  }
}
