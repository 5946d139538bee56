import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ENV, type Env } from '../../../config/env.js';
import type { Actor } from '../../../platform/access/actor.js';
import { CsvInspection } from '../csv/csv-inspection.js';
import type { CsvHead } from '../csv/csv-head.js';
import type { RecordBlock } from '../csv/record-splitter.js';
import type { SavedMapping } from '../mappings/saved-mapping.view.js';
import { SavedMappingsService } from '../mappings/saved-mappings.service.js';
import type { RawRow } from '../pipeline/chunk.js';
import { rowsOf } from '../pipeline/file-chunk.js';
import { PatientResolvers } from '../pipeline/patient-resolver.js';
import { RowJudge } from '../pipeline/row-judge.js';
import { latestDateAt } from '../../../platform/http/future.rules.js';
import { type ColumnPlan, planColumns, suggestMapping } from '../row-parsers/header.rules.js';
import { isBlank, RowParser } from '../row-parsers/row-parser.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import { receiveFileForm } from '../../../platform/http/file-form.js';
import type { ImportFieldsDto } from './import-fields.dto.js';
import { ImportFields } from './import-fields.js';
import type { ImportErrorView } from './import.view.js';
import { ImportsRepository } from './imports.repository.js';
import { type TableOrigin, UploadedTables } from '../uploads/uploaded-tables.js';

const PREVIEW_ROWS = 100;
/** Some rows of a sheet are blank. */
const PREVIEW_ROWS_READ = 300;

/** What an import of a file would make of it. */
export interface ImportPreview {
  /** Of a workbook, which sheet this is, and which there are. */
  sheet: TableOrigin['sheet'];
  delimiter: string;
  /** The file's columns with the field that each feeds, null where none. */
  columns: { name: string; field: string | null }[];
  ignoredColumns: string[];
  /** Our guess for columns that feed no field yet; add it to `mapping` if it is right. */
  suggestedMapping: Record<string, string>;
  /** A saved mapping that fits these columns. */
  savedMapping: SavedMapping | null;
  /** What must be put right before the file can be imported. */
  problems: { path: string; code: string; message: string }[];
  rows: { row: number; cells: string[] }[];
  /** What would be rejected among these rows, with the suggested mapping where one is needed. */
  rejected: ImportErrorView[];
}

/** Looks at the first rows of a file and keeps nothing of it. */
@Injectable()
export class ImportPreviewService {
  constructor(
    private readonly fields: ImportFields,
    private readonly tables: UploadedTables,
    private readonly mappings: SavedMappingsService,
    private readonly repository: ImportsRepository,
    private readonly resolvers: PatientResolvers,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws Problem 4xx when the beginning of the file cannot be read as CSV */
  preview(actor: Actor, request: FastifyRequest): Promise<ImportPreview> {
    return receiveFileForm(request, this.env.imports.maxBytes, async (form) => {
      const fields = await this.fields.of(actor, form.fields);
      const request = { sheet: fields.sheet, maxRows: PREVIEW_ROWS_READ };
      return this.tables.withCsv(form.file, request, async (csv, { firstRow, sheet }) => {
        const { head, rows } = await firstRows(csv, firstRow);
        return { sheet, ...(await this.judge(fields, head, rows)) };
      });
    });
  }

  private async judge(
    fields: ImportFieldsDto,
    head: CsvHead,
    rows: readonly RawRow[],
  ): Promise<Omit<ImportPreview, 'sheet'>> {
    const type = ROW_TYPES[fields.type];
    const plan = planColumns(type, head.header, fields.mapping);
    const suggestedMapping = suggestMapping(type, plan);
    const suggested = planColumns(type, head.header, { ...fields.mapping, ...suggestedMapping });
    const fieldAt = (column: number): string | null => type.fields[plan.columnOf.indexOf(column)]?.name ?? null;
    return {
      delimiter: head.dialect.delimiter,
      columns: plan.columns.map((name, at) => ({ name, field: fieldAt(at) })),
      ignoredColumns: [...plan.ignored],
      suggestedMapping,
      savedMapping: (await this.mappings.suited(fields.organizationId, fields.type, head.header)) ?? null,
      problems: plan.faults.map(({ path, code, message }) => ({ path, code, message })),
      rows: rows.map(({ row, cells }) => ({ row, cells: [...cells] })),
      rejected: suggested.faults.length > 0 ? [] : await this.rejected(fields, suggested, rows),
    };
  }

  private async rejected(
    fields: ImportFieldsDto,
    plan: ColumnPlan,
    rows: readonly RawRow[],
  ): Promise<ImportErrorView[]> {
    const { type, dateFormat = 'iso', organizationId } = fields;
    const timeZone = await this.repository.timeZoneOf(organizationId);
    const parser = new RowParser(ROW_TYPES[type], plan, { dateFormat, timeZone, latest: latestDateAt(Date.now()) });
    const judge = new RowJudge(type, parser, plan, this.resolvers.for(organizationId));
    const read = rows.map(({ row, cells, isSound }) => judge.read(row, cells, isSound));
    await judge.learnPatients(read);
    return read.flatMap((numbered) => judge.judge(numbered).faults.map((fault) => ({ row: numbered.row, ...fault })));
  }
}

/** The head and at most so many rows; what follows them is not read. */
async function firstRows(
  csv: AsyncIterable<Uint8Array>,
  firstRow: number,
): Promise<{ head: CsvHead; rows: readonly RawRow[] }> {
  let head: CsvHead | undefined;
  const rows: RawRow[] = [];
  const seeBlock = (block: RecordBlock): void => {
    if (!head) return;
    for (const { row, cells, isSound } of rowsOf(block, head.dialect)) {
      if (rows.length >= PREVIEW_ROWS) return;
      // The inspection counts as if the header were the first row.
      if (!isBlank(cells)) rows.push({ row: row + firstRow - 2, cells, isSound });
    }
  };
  const inspection = new CsvInspection((seen) => (head = seen), seeBlock);
  for await (const _chunk of inspection.through(csv)) {
    if (rows.length >= PREVIEW_ROWS) break;
  }
  return { head: head ?? inspection.summary, rows };
}
