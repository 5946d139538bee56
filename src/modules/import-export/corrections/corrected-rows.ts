import { Inject, Injectable } from '@nestjs/common';
import { DerivedSeal } from '../../../platform/crypto/derived-seal.js';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { Database } from '../../../platform/database/database.js';
import type { RawRow } from '../pipeline/chunk.js';

/** The cells of a row, and whether they were read without doubt. */
type Content = Pick<RawRow, 'cells' | 'isSound'>;

interface SealedRow extends Record<string, unknown> {
  row: number;
  sealed: Buffer;
}

/** Rejected rows as they were last corrected. They are in PostgreSQL only while they are not in, and sealed. */
@Injectable()
export class CorrectedRows {
  private readonly box: DerivedSeal;

  constructor(
    private readonly database: Database,
    @Inject(KEY_PROVIDER) keys: KeyProvider,
  ) {
    this.box = new DerivedSeal(keys, 'import-corrections');
  }

  /** @param place of the cells: they open for no other import */
  seal(importId: string, { cells, isSound }: Content): Buffer {
    return this.box.seal(Buffer.from(importId), JSON.stringify([isSound, ...cells]));
  }

  /** Rows behind `row` that wait to be brought in, in the order of their numbers. */
  async waiting(importId: string, row: number, limit: number): Promise<RawRow[]> {
    const rows = await this.database.query<SealedRow>(
      `SELECT row_number::float8 AS row, cells_sealed AS sealed FROM import_corrected_rows
        WHERE import_id = $1 AND state = 'waiting' AND row_number > $2 AND cells_sealed IS NOT NULL ORDER BY row_number LIMIT $3`,
      [importId, row, limit],
    );
    return rows.map((sealed) => this.opened(importId, sealed));
  }

  /** The last words on rows between two numbers that were corrected and are still rejected. */
  async rejected(importId: string, first: number, last: number): Promise<Map<number, readonly string[]>> {
    const rows = await this.database.query<SealedRow>(
      `SELECT row_number::float8 AS row, cells_sealed AS sealed FROM import_corrected_rows
        WHERE import_id = $1 AND state <> 'accepted' AND cells_sealed IS NOT NULL AND row_number BETWEEN $2 AND $3`,
      [importId, first, last],
    );
    return new Map(rows.map((sealed) => [sealed.row, this.opened(importId, sealed).cells]));
  }

  private opened(importId: string, { row, sealed }: SealedRow): RawRow {
    const [isSound, ...cells] = JSON.parse(this.box.open(Buffer.from(importId), sealed)) as [boolean, ...string[]];
    return { row, cells, isSound };
  }
}
