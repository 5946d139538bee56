import type { KeyType } from '../../../platform/database/keyset.js';

/** How a field travels from its column to the wire: instants are written in UTC with a `Z`, all else as it is. */
export interface RecordField<Name extends string = string> {
  /** Name in the JSON and in the model. */
  readonly name: Name;
  readonly column: string;
  readonly isInstant?: boolean;
}

/** One part of a list's order; the last is always the id, so that the order is total. */
export interface SortKey {
  /** SQL over the row alias `r`. */
  readonly expression: string;
  /** SQL type that a cursor's text is cast to. */
  readonly type: KeyType;
}

/** What makes allergies, conditions, vaccinations and visits differ, where they are otherwise kept alike; without a view, any of them. */
export interface RecordKind<View extends RecordView = never> {
  /** The audit log's word for it. */
  readonly resource: string;
  readonly table: string;
  /** Name of the unique index that says what "the same fact" is. */
  readonly naturalKey: string;
  readonly fields: readonly RecordField<keyof View & string>[];
  /** The list's order, descending. */
  readonly order: readonly SortKey[];
  /** What a caller is told who records the same fact twice. */
  readonly duplicateDetail: string;
}

type KeptField = RecordField<keyof RecordView>;

const ID: KeptField = { name: 'id', column: 'id' };
const KEPT: readonly KeptField[] = [
  { name: 'version', column: 'version' },
  { name: 'createdAt', column: 'created_at', isInstant: true },
  { name: 'updatedAt', column: 'updated_at', isInstant: true },
];

/** `id`, the kind's own fields (camelCase to snake_case), and what is kept about every record. */
export function fieldsOf<Name extends string>(
  names: readonly Name[],
  instants: readonly Name[] = [],
): RecordField<Name | keyof RecordView>[] {
  const own = names.map((name) => ({
    name,
    column: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    isInstant: instants.includes(name),
  }));
  return [ID, { name: 'patientId', column: 'patient_id' }, ...own, ...KEPT];
}

/** SQL that builds a record's JSON from a row with the alias `alias`: the same object that `viewOf` makes of a model. */
export function recordJson({ fields }: { fields: readonly RecordField[] }, alias = 'r'): string {
  const members = fields.map(({ name, column, isInstant }) => {
    const value = `${alias}.${column}`;
    return `'${name}', ${isInstant ? `iso_instant(${value})` : value}`;
  });
  return `json_build_object(${members.join(', ')})`;
}

/** What the API shows of every record. */
export type RecordView = {
  id: string;
  patientId: string;
  version: number;
  createdAt: string;
  updatedAt: string;
};

/** A record as the API shows it: what its kind names of the model's columns. */
export type ViewOf<Row, Name extends keyof Row> = RecordView & {
  [Column in keyof Pick<Row, Name>]: Row[Column] extends Date ? string : Row[Column];
};

/** A record as it is stored, by the model's names of its columns: a model, or what a new one was made of. */
export interface StoredRow {
  get(name: string): unknown;
}

/** A record's JSON object from its row. */
export function viewOf<View extends RecordView>({ fields }: Pick<RecordKind<View>, 'fields'>, row: StoredRow): View {
  const members = fields.map(({ name }) => {
    const value = row.get(name);
    return [name, value instanceof Date ? value.toISOString() : (value ?? null)];
  });
  return Object.fromEntries(members) as View;
}
