import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyLine } from '../../../platform/database/copy.js';
import type { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/database/new-id.js';
import type { Dialect } from '../csv/dialect.rules.js';
import { RecordReader } from '../csv/record-reader.js';
import type { RecordBlock } from '../csv/record-splitter.js';
import type { CellValue } from '../row-parsers/cell.rules.js';
import { isBlank, type ParsedRow, type RowFault, type RowParser } from '../row-parsers/row-parser.rules.js';
import type { Candidate, ImportTarget, Origin } from '../targets/import-target.js';
import type { Chunk, NewRow } from './chunk.js';
import type { PatientResolver } from './patient-resolver.js';

/** Everything that preparing the chunks of one import needs. */
export interface Preparation {
  readonly database: Database;
  readonly dialect: Dialect;
  readonly parser: RowParser;
  /** The file's own name of the column with the patient's number. */
  readonly mrnColumn: string;
  readonly resolver: PatientResolver;
  readonly target: ImportTarget;
  readonly origin: Origin;
  readonly isDryRun: boolean;
}

interface NumberedRow extends ParsedRow {
  readonly row: number;
}

/** Rows worked on before others get their turn of the event loop: some 3 ms. */
const SLICE_ROWS = 400;
/** In every type the first field is the patient's number. */
const MRN_AT = 0;

/**
 * Makes chunks of blocks while the database stores the chunk before: parses, validates, finds patients and duplicates, and writes the
 * lines that COPY takes. It changes nothing in the database.
 */
export class ChunkPreparer {
  constructor(private readonly preparation: Preparation) {}

  /** @param inFlight facts of the chunk before, which may not be committed yet */
  async prepare(block: RecordBlock, inFlight: ReadonlySet<string>): Promise<Chunk> {
    const { rows, blank } = await this.parse(block);
    const patients = await this.resolve(rows);
    const facts = new Set<string>();
    const candidates: Candidate[] = [];
    const errors: string[] = [];
    let rejected = 0;
    let duplicates = 0;
    for (const row of rows) {
      const { candidate, faults } = this.judge(row, patients);
      if (!candidate) {
        rejected += 1;
        errors.push(...this.errorLines(row.row, faults));
      } else if (facts.has(candidate.fact) || inFlight.has(candidate.fact)) {
        facts.add(candidate.fact);
        duplicates += 1;
      } else {
        facts.add(candidate.fact);
        candidates.push(candidate);
      }
    }
    const unknown = await withoutKnown(this.preparation, candidates);
    return {
      start: block.start,
      end: block.end,
      nextRow: block.firstRow + block.rows,
      fresh: await this.withLines(unknown),
      facts,
      duplicates: duplicates + candidates.length - unknown.length,
      rejected,
      blank,
      errors,
    };
  }

  private async parse(block: RecordBlock): Promise<{ rows: NumberedRow[]; blank: number }> {
    const reader = new RecordReader(block.text, this.preparation.dialect);
    const rows: NumberedRow[] = [];
    let blank = 0;
    for (let row = block.firstRow, cells = reader.next(); cells; row++, cells = reader.next()) {
      if (isBlank(cells)) blank += 1;
      else rows.push({ row, ...parseRow(this.preparation.parser, cells, reader.isSound) });
      if (rows.length % SLICE_ROWS === 0) await nextTurn();
    }
    return { rows, blank };
  }

  private async resolve(rows: readonly NumberedRow[]): Promise<ReadonlyMap<string, string>> {
    if (this.preparation.target.type === 'patients') return new Map();
    const mrns = new Set<string>();
    for (const { values } of rows) if (values[MRN_AT] !== null) mrns.add(String(values[MRN_AT]));
    return this.preparation.resolver.resolve(mrns);
  }

  /** A row is a candidate, or it is rejected for all of its faults. */
  private judge(
    { row, values, faults }: NumberedRow,
    patients: ReadonlyMap<string, string>,
  ): { candidate?: Candidate; faults: readonly RowFault[] } {
    const { target } = this.preparation;
    const mrn = values[MRN_AT] as CellValue;
    const patientId = target.type === 'patients' ? newId() : patients.get(String(mrn));
    if (mrn !== null && patientId === undefined)
      return { faults: [unknownPatient(this.preparation.mrnColumn), ...faults] };
    if (faults.length > 0 || patientId === undefined) return { faults };
    return { candidate: { row, patientId, values, fact: target.factOf(values, patientId) }, faults };
  }

  private errorLines(row: number, faults: readonly RowFault[]): string[] {
    const { importId } = this.preparation.origin;
    return faults.map(({ column, code, message }, ordinal) =>
      copyLine([importId, row, ordinal, column, code, message]),
    );
  }

  private async withLines(candidates: readonly Candidate[]): Promise<NewRow[]> {
    const { target, origin, isDryRun } = this.preparation;
    const rows: NewRow[] = [];
    for (const candidate of candidates) {
      rows.push({ ...candidate, lines: isDryRun ? [] : target.linesOf(candidate, origin) });
      if (rows.length % SLICE_ROWS === 0) await nextTurn();
    }
    return rows;
  }
}

/** Reads one record; text behind a closing quote makes its cells doubtful, so it is refused whatever they hold. */
export function parseRow(parser: RowParser, cells: readonly string[], isSound: boolean): ParsedRow {
  const row = parser.parse(cells);
  return isSound ? row : { values: row.values, faults: [MISPLACED_QUOTE, ...row.faults] };
}

/** Those candidates whose facts the database does not hold, as seen by the caller's transaction or connection. */
export async function withoutKnown<Row extends Candidate>(
  { database, target, origin }: Pick<Preparation, 'database' | 'target' | 'origin'>,
  candidates: readonly Row[],
): Promise<readonly Row[]> {
  if (candidates.length === 0) return candidates;
  const { name, sql, values } = target.known(candidates, origin);
  const known = await database.query<{ at: number }>(sql, values, { name });
  if (known.length === 0) return candidates;
  const positions = new Set(known.map(({ at }) => at));
  return candidates.filter((_, at) => !positions.has(at));
}

export function unknownPatient(column: string): RowFault {
  return {
    column,
    code: 'unknown-patient',
    message: 'No patient of this organization has this number. Check the number, or import the patient first.',
  };
}

const MISPLACED_QUOTE: RowFault = {
  column: null,
  code: 'misplaced-quote',
  message: 'A quoted cell goes on behind its closing quote. Write a quote that belongs to the text twice.',
};
