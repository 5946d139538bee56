import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../../platform/http/problem.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { recordBlocks } from '../csv/csv-inspection.js';
import { CSV_BOM, csvLine } from '../csv/csv-writer.rules.js';
import { RecordReader } from '../csv/record-reader.js';
import type { ImportErrorView } from './import.view.js';
import { type ImportFile, ImportsRepository } from './imports.repository.js';

/** Errors fetched at a time. */
const PAGE = 5000;
const BLOCK = { maxRows: 5000, maxBytes: 1024 * 1024 };

/**
 * The rejected rows as they were sent, with what is wrong beside them, ready to be corrected and sent again. They are read from
 * the file itself, along with the errors in the order of both, so memory does not grow with either.
 */
@Injectable()
export class ErrorsCsv {
  constructor(
    private readonly repository: ImportsRepository,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** @throws Problem 410 when the file was purged */
  async open(id: string): Promise<AsyncGenerator<string, void>> {
    const file = await this.repository.file(id);
    if (!file?.fileKey) {
      throw new Problem(
        410,
        'file-purged',
        'The file of this import was deleted after its time. Its errors can still be listed.',
      );
    }
    return this.lines(id, file, file.fileKey);
  }

  private async *lines(id: string, file: ImportFile, fileKey: string): AsyncGenerator<string, void> {
    yield CSV_BOM + csvLine([...file.columns, 'error']);
    const rejected = this.rejectedRows(id);
    let { value: next } = await rejected.next();
    if (!next) return;
    const source = await this.store.read(fileKey, { start: file.dataStart });
    try {
      const rest = { ...BLOCK, start: file.dataStart, firstRow: 2 };
      for await (const block of recordBlocks(source, { dialect: file }, rest)) {
        if (next.row >= block.firstRow + block.rows) continue;
        const reader = new RecordReader(block.text, file);
        let text = '';
        for (let row = block.firstRow, cells = reader.next(); cells; row++, cells = reader.next()) {
          if (row !== next.row) continue;
          const padding = Array.from({ length: Math.max(0, file.columns.length - cells.length) }, () => '');
          text += csvLine([...cells, ...padding, next.error]);
          ({ value: next } = await rejected.next());
          if (!next) break;
        }
        yield text;
        if (!next) return;
      }
    } finally {
      source.destroy();
    }
  }

  /** Each rejected row once, with all that is wrong with it in one text. */
  private async *rejectedRows(id: string): AsyncGenerator<{ row: number; error: string }, undefined> {
    let current: { row: number; error: string } | undefined;
    for await (const { row, column, message } of this.errors(id)) {
      const error = column === null ? message : `${column}: ${message}`;
      if (current?.row === row) {
        current.error += ` ${error}`;
        continue;
      }
      if (current) yield current;
      current = { row, error };
    }
    if (current) yield current;
    return undefined;
  }

  private async *errors(id: string): AsyncGenerator<ImportErrorView, void> {
    for (let [row, ordinal] = [0, 0]; ;) {
      const page = await this.repository.errorsAfter(id, row, ordinal, PAGE);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      [row, ordinal] = [last.row, last.ordinal];
    }
  }
}
