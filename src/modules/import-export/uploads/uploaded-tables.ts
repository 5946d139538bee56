import { Inject, Injectable } from '@nestjs/common';
import { validationFailed } from '../../../platform/http/problem.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import type { CsvHead } from '../csv/csv-head.js';
import { CsvInspection, type CsvSummary } from '../csv/csv-inspection.js';
import { Workbooks } from '../xlsx/workbooks.js';
import { isZip, withFirstBytes } from './first-bytes.js';

/** Where a table begins in the spreadsheet that it was; CSV begins at the top. */
export interface TableOrigin {
  /** The number that the nurse's spreadsheet gives the first row below the header. */
  readonly firstRow: number;
  /** Of a workbook, which sheet it is, and which there are. */
  readonly sheet: { readonly name: string; readonly sheets: readonly string[] } | null;
}

/** A table that was received whole and lies in the store as CSV. */
export interface StoredTable extends TableOrigin {
  readonly key: string;
  readonly summary: CsvSummary;
  /** Of the file as it was sent. */
  readonly sha256: string;
}

/** What may be asked of a file with a table in it. */
export interface TableRequest {
  /** Of a workbook, the sheet; its first one when absent. */
  readonly sheet?: string | undefined;
  /** Rows of a workbook that are wanted. */
  readonly maxRows?: number;
}

const TOP: TableOrigin = { firstRow: 2, sheet: null };

/** Takes tables in, from CSV and workbooks alike: what a file is, its first bytes tell. */
@Injectable()
export class UploadedTables {
  constructor(
    private readonly workbooks: Workbooks,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /**
   * @param seeHead may refuse the table by throwing, before its rows are taken
   * @throws Problem 4xx when it cannot be read; then nothing of it stays
   */
  take(
    key: string,
    file: AsyncIterable<Uint8Array>,
    request: TableRequest,
    seeHead: (head: CsvHead) => void,
  ): Promise<StoredTable> {
    return this.withCsv(file, request, async (csv, origin, sentSha256) => {
      const inspection = new CsvInspection(seeHead);
      const { sha256 } = await this.store.put(key, inspection.through(csv));
      return { ...origin, key, summary: inspection.summary, sha256: sentSha256 ?? sha256 };
    });
  }

  /** Gives `use` the table as CSV, whatever it was, and of a workbook the digest. */
  async withCsv<T>(
    file: AsyncIterable<Uint8Array>,
    { sheet, ...request }: TableRequest,
    use: (csv: AsyncIterable<Uint8Array>, origin: TableOrigin, sha256?: string) => Promise<T>,
  ): Promise<T> {
    const { first, whole } = await withFirstBytes(file);
    if (isZip(first)) {
      return this.workbooks.withSheet(whole, { ...request, sheet }, (open) =>
        use(open.csv(), { firstRow: open.firstRow, sheet: { name: open.sheet, sheets: open.sheets } }, open.sha256),
      );
    }
    if (sheet !== undefined)
      throw validationFailed([{ path: 'sheet', message: 'names a sheet, but the file is no workbook' }]);
    return use(whole, TOP);
  }
}
