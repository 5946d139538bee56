import type { CellFault, CellReader, CellValue } from './cell.rules.js';
import type { DateOptions } from './dates.rules.js';

/** What can be imported, in the words of the API. */
export const IMPORT_TYPES = ['patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records'] as const;
export type ImportType = (typeof IMPORT_TYPES)[number];

/** One column that we know. */
export interface FieldSpec {
  readonly name: string;
  /** The file must have the column and each row must fill it. */
  readonly isRequired?: boolean;
  /** What else people call it; only suggested, never assumed. */
  readonly aliases?: readonly string[];
  readonly reader: (options: DateOptions) => CellReader;
}

/** A fault that shows only when the cells of a row are seen together. */
export interface RowRuleFault {
  readonly field: string;
  readonly fault: CellFault;
}

/** How the rows of one type are understood: the same for the preview, the dry run and the import. */
export interface RowType {
  readonly type: ImportType;
  readonly fields: readonly FieldSpec[];
  /** Fills in what follows from other cells, in place, and tells what contradicts. Sees only rows whose cells are sound. */
  readonly complete?: (values: CellValue[]) => RowRuleFault[] | undefined;
}

/** Where each field of a type stands in a row's values. */
export function positionsOf<Name extends string>(
  fields: readonly { name: string }[],
  ...names: Name[]
): Record<Name, number> {
  const entries = names.map((name) => {
    const index = fields.findIndex((field) => field.name === name);
    if (index < 0) throw new Error(`There is no field ${name}.`);
    return [name, index] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** A field whose reading does not depend on the file. */
export function field(name: string, reader: CellReader, more: Omit<FieldSpec, 'name' | 'reader'> = {}): FieldSpec {
  return { name, reader: () => reader, ...more };
}

/** The medical record number, by which a row finds its patient. */
export function mrnField(reader: CellReader): FieldSpec {
  return field('mrn', reader, {
    isRequired: true,
    aliases: [
      'patient',
      'patient id',
      'patient number',
      'medical record number',
      'student id',
      'student number',
      'id',
      'person id',
    ],
  });
}
