import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../../platform/http/problem.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { recordBlocks } from '../csv/csv-inspection.js';
import { CSV_BOM, csvLine } from '../csv/csv-writer.rules.js';
import { CorrectedRows } from '../corrections/corrected-rows.js';
import { ERROR_COLUMN, errorCell } from '../corrections/row-reference.rules.js';
import { rowsOf } from '../pipeline/file-chunk.js';
import { withoutGuard } from '../csv/formula-guard.rules.js';
import type { ImportErrorView } from './import.view.js';
import { type ImportFile, ImportsRepository } from './imports.repository.js';

/** Errors fetched at a time. */
const PAGE = 5000;
const BLOCK_CHARACTERS = 64 * 1024;
const BLOCK = { maxRows: 5000, maxBytes: 1024 * 1024 };

/** A rejected row: all that is wrong with it in one text, and its cells if they were corrected before. */
interface RejectedRow {
  readonly row: number;
  readonly error: string;
  readonly corrected: readonly string[] | undefined;
}

/**
 * The rejected rows as they were last sent, with what is wrong beside them, ready to be corrected and sent again. They are read
 * from the file itself, along with the errors in the order of both, so memory does not grow with either.
 */
@Injectable()
export class ErrorsCsv {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly correctedRows: CorrectedRows,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** Cells of the header, then of each rejected row. @throws Problem 410 when the file was purged */
  async rows(id: string): Promise<AsyncGenerator<readonly string[], void>> {
    const file = await this.repository.file(id);
    if (!file?.fileKey) {
      throw new Problem(
        410,
        'file-purged',
        'The file of this import was deleted after its time. Its errors can still be listed.',
      );
    }
    return this.cells(id, file, file.fileKey);
  }

  /** The same as CSV. */
  async open(id: string): Promise<AsyncGenerator<string, void>> {
    return linesOf(await this.rows(id));
  }

  private async *cells(id: string, file: ImportFile, fileKey: string): AsyncGenerator<readonly string[], void> {
    yield [...file.columns, ERROR_COLUMN];
    const rejected = this.rejectedRows(id);
    let { value: next } = await rejected.next();
    if (!next) return;
    const source = await this.store.read(fileKey, { start: file.dataStart });
    try {
      const rest = { ...BLOCK, start: file.dataStart, firstRow: file.firstRow };
      for await (const block of recordBlocks(source, { dialect: file }, rest)) {
        if (next.row >= block.firstRow + block.rows) continue;
        for (const { row, cells } of rowsOf(block, file)) {
          if (row !== next.row) continue;
          const shown = (next.corrected ?? cells).map((cell) => withoutGuard(cell));
          const padding = Array.from({ length: Math.max(0, file.columns.length - shown.length) }, () => '');
          yield [...shown, ...padding, errorCell(row, next.error)];
          ({ value: next } = await rejected.next());
          if (!next) return;
        }
      }
    } finally {
      source.destroy();
    }
  }

  /** Each rejected row once. */
  private async *rejectedRows(id: string): AsyncGenerator<RejectedRow, undefined> {
    let current: { row: number; error: string } | undefined;
    let corrected: Map<number, readonly string[]> = new Map();
    const seen = (row: { row: number; error: string }): RejectedRow => ({ ...row, corrected: corrected.get(row.row) });
    for await (const page of this.errors(id)) {
      const [first, last] = [current?.row ?? page[0]?.row ?? 0, page.at(-1)?.row ?? 0];
      corrected = await this.correctedRows.rejected(id, first, last);
      for (const { row, column, message } of page) {
        const error = column === null ? message : `${column}: ${message}`;
        if (current?.row === row) {
          current.error += ` ${error}`;
          continue;
        }
        if (current) yield seen(current);
        current = { row, error };
      }
    }
    if (current) yield seen(current);
    return undefined;
  }

  private async *errors(id: string): AsyncGenerator<ImportErrorView[], void> {
    for (let [row, ordinal] = [0, 0]; ;) {
      const page = await this.repository.errorsAfter(id, row, ordinal, PAGE);
      yield page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      [row, ordinal] = [last.row, last.ordinal];
    }
  }
}

/** Some lines at a time: a piece of the answer costs more than a line of text. */
async function* linesOf(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string, void> {
  let text = CSV_BOM;
  for await (const cells of rows) {
    text += csvLine(cells);
    if (text.length < BLOCK_CHARACTERS) continue;
    yield text;
    text = '';
  }
  yield text;
}
