import type { CellValue } from '../row-parsers/cell.rules.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';

/** A row that was understood and whose patient is known. */
export interface Candidate {
  /** The patient it belongs to; for a row of patients, the one that it would make. */
  readonly patientId: string;
  readonly values: readonly CellValue[];
  /** The natural key as text: the same fact twice has the same. */
  readonly fact: string;
}

/** What every stored row carries. */
export interface Origin {
  readonly importId: string;
  readonly organizationId: string;
  readonly createdBy: string;
}

/** A table that rows go to, and the columns that its lines hold. */
export interface CopyTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** How rows of one type are stored. */
export interface ImportTarget {
  readonly type: ImportType;
  /** The audit log's word for a row. */
  readonly resource: string;
  /** In the order in which they must be filled; the first holds the fact's unique key. */
  readonly tables: readonly CopyTable[];
  /** The natural key of a row as text; see `docs` of the API on duplicates. */
  factOf(values: readonly CellValue[], patientId: string): string;
  /** Which of the candidates the database has: a statement that yields their positions as `at`, and its values. */
  known(candidates: readonly Candidate[], origin: Origin): { sql: string; values: unknown[] };
  /** One COPY line for each table. */
  linesOf(candidate: Candidate, origin: Origin): string[];
}

/** Parts the members of a fact; it can stand in no cell. */
export const FACT_SEPARATOR = '\u0000';

/** An array of PostgreSQL as text: `pg` takes ten times as long to write one of 10,000 members. */
export function arrayLiteral(values: readonly CellValue[]): string {
  const members = values.map((value) =>
    value === null ? 'NULL' : `"${String(value).replace(/["\\]/g, (character) => `\\${character}`)}"`,
  );
  return `{${members.join(',')}}`;
}

/** An array of members that need no quotes: ids, dates, codes of digits. */
export function plainArrayLiteral(values: readonly CellValue[]): string {
  return `{${values.join(',')}}`;
}
