import { newId } from '../../../platform/database/new-id.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import type { ColumnPlan } from '../row-parsers/header.rules.js';
import type { ParsedRow, RowFault, RowParser } from '../row-parsers/row-parser.rules.js';
import type { PatientResolver } from './patient-resolver.js';

/** A row with its number, as the spreadsheet counts it. */
export interface NumberedRow extends ParsedRow {
  readonly row: number;
}

/** What became of a row: its patient, or why it is rejected. */
export interface Verdict {
  readonly patientId: string;
  readonly faults: readonly RowFault[];
}

/** In every type the first field is the patient's number. */
const MRN_AT = 0;

const MISPLACED_QUOTE: RowFault = {
  column: null,
  code: 'misplaced-quote',
  message: 'A quoted cell goes on behind its closing quote. Write a quote that belongs to the text twice.',
};

/** Decides whether rows can be stored: the same for the import, its dry run and its preview. */
export class RowJudge {
  private readonly unknownPatient: RowFault;

  constructor(
    private readonly type: ImportType,
    private readonly parser: RowParser,
    plan: ColumnPlan,
    private readonly resolver: PatientResolver,
  ) {
    this.unknownPatient = {
      column: plan.columns[plan.columnOf[MRN_AT] ?? -1] ?? 'mrn',
      code: 'unknown-patient',
      message: 'No patient of this organization has this number. Check the number, or import the patient first.',
    };
  }

  /** Understands a record; text behind a closing quote makes its cells doubtful, so it is refused whatever they hold. */
  read(row: number, cells: readonly string[], isSound: boolean): NumberedRow {
    const { values, faults } = this.parser.parse(cells);
    return { row, values, faults: isSound ? faults : [MISPLACED_QUOTE, ...faults] };
  }

  /** Finds the patients of rows that are to be judged next. */
  async learnPatients(rows: readonly NumberedRow[]): Promise<void> {
    if (this.type === 'patients') return;
    await this.resolver.learn(rows.map(({ values }) => values[MRN_AT]).filter((mrn) => typeof mrn === 'string'));
  }

  /** A row without faults has a patient: the one found, or for a row of patients the one that it would make. */
  judge({ values, faults }: NumberedRow): Verdict {
    const mrn = values[MRN_AT];
    if (typeof mrn !== 'string') return { patientId: '', faults };
    const patientId = this.type === 'patients' ? newId() : this.resolver.idOf(mrn);
    if (patientId !== undefined) return { patientId, faults };
    return { patientId: '', faults: [this.unknownPatient, ...faults] };
  }
}
