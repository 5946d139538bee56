import { Inject, Injectable } from '@nestjs/common';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import type { CsvHead } from '../csv/csv-head.js';
import { CsvInspection, type CsvSummary } from '../csv/csv-inspection.js';

/** A table that was received whole and lies in the store as CSV. */
export interface StoredTable {
  readonly key: string;
  readonly summary: CsvSummary;
  /** The number that the nurse's spreadsheet gives the first row below the header. */
  readonly firstRow: number;
  /** Of the file as it was sent. */
  readonly sha256: string;
}

/** Takes tables into the object store, looking at every byte on the way. */
@Injectable()
export class UploadedTables {
  constructor(@Inject(OBJECT_STORE) private readonly store: ObjectStore) {}

  /**
   * @param seeHead may refuse the table by throwing, before its rows are taken
   * @throws Problem 4xx when it cannot be read; then nothing of it stays
   */
  async take(key: string, file: AsyncIterable<Uint8Array>, seeHead: (head: CsvHead) => void): Promise<StoredTable> {
    const inspection = new CsvInspection(seeHead);
    const { sha256 } = await this.store.put(key, inspection.through(file));
    return { key, summary: inspection.summary, firstRow: 2, sha256 };
  }
}
