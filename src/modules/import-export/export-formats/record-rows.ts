import type { SnapshotReader } from '../../../platform/database/snapshot-reader.js';
import { freeBlock } from '../../../platform/memory/free-block.js';
import { guardedSql } from '../csv/formula-guard.rules.js';
import type { ExportFormat } from '../exports/export.rules.js';
import type { ExportDays } from './export-days.js';
import { type PatientRange, rangeSql } from './patient-range.js';
import { FHIR_RESOURCES, fhirLines } from './fhir-lines.js';
import { headOf } from './head.rules.js';
import type { RecordTable } from './record-tables.js';
import type { RowPage, RowSource } from './row-source.js';

const PATIENTS_MAX = 20_000;
/**
 * Makes COPY write its one column as it is: JSON of PostgreSQL holds none of these characters, so nothing is ever quoted or
 * escaped, and each line is a line of NDJSON.
 */
const AS_IT_IS = String.raw`(FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02', ESCAPE E'\x02')`;

/**
 * Records of patients. PostgreSQL writes the finished lines and they pass through this process as bytes: at a million rows
 * that is the difference between two and ten seconds.
 */
export class RecordRows implements RowSource {
  readonly head: string;
  readonly maxPatients = PATIENTS_MAX;
  private readonly isTable: boolean;

  constructor(
    private readonly table: RecordTable,
    private readonly format: ExportFormat,
    private readonly days: ExportDays,
  ) {
    this.isTable = format === 'csv' || format === 'xlsx';
    this.head = headOf(
      format,
      table.cells.map(({ name }) => name),
    );
  }

  page(reader: SnapshotReader, range: PatientRange): RowPage {
    const copy = reader.copy(this.copySql(range));
    if (this.format !== 'fhir') return { bytes: freedWhenRead(copy), rows: () => copy.rowCount };
    let rows = 0;
    const count = (lines: number): void => void (rows += lines);
    return { bytes: fhirLines(freedWhenRead(copy), FHIR_RESOURCES[this.table.type], count), rows: () => rows };
  }

  async patients(reader: SnapshotReader, range: PatientRange): Promise<string[]> {
    const found = await reader.query<{ id: string }>(
      `SELECT p.id FROM (SELECT id FROM patients WHERE ${rangeSql(range)} OFFSET 0) AS p
        WHERE EXISTS (SELECT FROM ${this.table.kind.table} r WHERE ${this.condition()})`,
    );
    return found.map(({ id }) => id);
  }

  /** The bytes of the page are those of this statement. */
  copySql(range: PatientRange): string {
    const rows = this.rowsSql(range);
    if (this.format === 'csv') return `COPY (SELECT ${this.cells()} ${rows}) TO STDOUT (FORMAT csv)`;
    if (this.format === 'xlsx') {
      const cells = this.table.cells.map(({ sql }) => sql).join(', ');
      return `COPY (SELECT json_build_array(${cells}) ${rows}) TO STDOUT ${AS_IT_IS}`;
    }
    return `COPY (SELECT row_to_json(row) FROM (SELECT ${this.members()} ${rows}) AS row) TO STDOUT ${AS_IT_IS}`;
  }

  /**
   * Patient by patient, by the index that has their records in this order: the plan is the same for a school of a
   * hundred and for a district, and nothing is sorted. The inner order keeps PostgreSQL from turning it into a join that reads whole tables.
   */
  private rowsSql(range: PatientRange): string {
    const mrn = this.format === 'csv' ? guardedSql('mrn') : 'mrn';
    return `FROM (SELECT id, ${mrn} AS mrn FROM patients WHERE ${rangeSql(range)} ORDER BY organization_id, id) AS p
 CROSS JOIN LATERAL (SELECT r.* FROM ${this.table.kind.table} r WHERE ${this.condition()} ORDER BY ${this.table.order}) AS r`;
  }

  private condition(): string {
    const { within, cellsWhere } = this.table;
    return `r.patient_id = p.id AND r.retired_at IS NULL${within(this.days)}${this.isTable ? cellsWhere : ''}`;
  }

  private cells(): string {
    return this.table.cells.map(({ sql, isFreeText }) => (isFreeText ? guardedSql(sql) : sql)).join(', ');
  }

  private members(): string {
    const fields = this.table.kind.fields.map(({ name, column, isInstant }) => {
      const value = isInstant ? `iso_instant(r.${column})` : `r.${column}`;
      return name === 'patientId' ? `${value} AS "patientId", p.mrn` : `${value} AS "${name}"`;
    });
    return fields.join(', ');
  }
}

/** Each block is gone when the next is asked for. */
async function* freedWhenRead(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const block of blocks) {
    yield block;
    freeBlock(block);
  }
}
