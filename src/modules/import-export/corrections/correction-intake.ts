import { Inject, Injectable } from '@nestjs/common';
import { type FieldError, Problem } from '../../../platform/http/problem.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { recordBlocks } from '../csv/csv-inspection.js';
import { rowsOf } from '../pipeline/file-chunk.js';
import { isBlank } from '../row-parsers/row-parser.rules.js';
import type { StoredTable } from '../uploads/uploaded-tables.js';
import { CorrectedRows } from './corrected-rows.js';
import { CorrectionsRepository, type StagedLine } from './corrections.repository.js';
import { type CorrectedColumns, correctedLine } from './row-reference.rules.js';

const BLOCK = { maxRows: 5000, maxBytes: 1024 * 1024 };

/** Finds out which rejected row each line of a corrected file is, and lets those rows wait. */
@Injectable()
export class CorrectionIntake {
  constructor(
    private readonly repository: CorrectionsRepository,
    private readonly rows: CorrectedRows,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** In the running unit of work. Returns how many rows wait. @throws Problem 422 when a line cannot be told, or is foreign */
  async take(importId: string, table: StoredTable, columns: CorrectedColumns): Promise<number> {
    const { repository } = this;
    await repository.beginStaging();
    for await (const lines of this.lines(importId, table, columns)) await repository.stage(lines);
    if (!(await repository.areAllReferenced()) && !(await repository.referByOrder(importId))) {
      throw new Problem(
        422,
        'unknown-rows',
        'Some lines no longer say which row they correct. Keep the beginning of the column "error" ("Row 7: …"), or send all rejected rows in their order.',
      );
    }
    refuse(
      await repository.repeated(),
      'repeated-row',
      'Some rows are corrected twice in this file; see errors.',
      'corrects a row that a line above corrects',
    );
    refuse(
      await repository.foreign(importId),
      'foreign-row',
      'Some lines correct rows that this import did not reject; see errors.',
      'is not one of the rejected rows of this import',
    );
    return repository.take(importId);
  }

  /** Lines without any value are left out: a row that was emptied stays rejected as it was. */
  private async *lines(
    importId: string,
    { key, summary, firstRow }: StoredTable,
    columns: CorrectedColumns,
  ): AsyncGenerator<StagedLine[], void> {
    const source = await this.store.read(key, { start: summary.dataStart });
    try {
      for await (const block of recordBlocks(source, summary, { ...BLOCK, start: summary.dataStart, firstRow })) {
        const lines: StagedLine[] = [];
        for (const { row: line, cells, isSound } of rowsOf(block, summary.dialect)) {
          const corrected = correctedLine(cells, columns);
          if (isBlank(corrected.cells)) continue;
          const sealed = this.rows.seal(importId, { cells: corrected.cells, isSound });
          lines.push({ line, row: corrected.row, sealed });
        }
        yield lines;
      }
    } finally {
      source.destroy();
    }
  }
}

function refuse(lines: readonly number[], code: string, detail: string, message: string): void {
  if (lines.length === 0) return;
  const errors: FieldError[] = lines.map((line) => ({ path: `file.${line}`, message: `line ${line} ${message}` }));
  throw new Problem(422, code, detail, errors);
}
