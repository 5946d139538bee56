/** How a field travels from its column to the wire: instants are written in UTC with a `Z`, all else as it is. */
export interface RecordField {
  /** Name in the JSON and in the model. */
  readonly name: string;
  readonly column: string;
  readonly isInstant?: boolean;
}

/** One part of a list's order; the last is always the id, so that the order is total. */
export interface SortKey {
  /** SQL over the row alias `r`. */
  readonly expression: string;
  /** SQL type that a cursor's text is cast to. */
  readonly type: string;
}

/** What makes allergies, conditions, vaccinations and visits differ, where they are otherwise kept alike. */
export interface RecordKind {
  /** The audit log's word for it. */
  readonly resource: string;
  readonly table: string;
  /** Name of the unique index that says what "the same fact" is. */
  readonly naturalKey: string;
  readonly fields: readonly RecordField[];
  /** The list's order, descending. */
  readonly order: readonly SortKey[];
  /** What a caller is told who records the same fact twice. */
  readonly duplicateDetail: string;
}

const ID: RecordField = { name: 'id', column: 'id' };
const KEPT: readonly RecordField[] = [
  { name: 'version', column: 'version' },
  { name: 'createdAt', column: 'created_at', isInstant: true },
  { name: 'updatedAt', column: 'updated_at', isInstant: true },
];

/** `id`, the kind's own fields (camelCase to snake_case), and what is kept about every record. */
export function fieldsOf(names: readonly string[], instants: readonly string[] = []): RecordField[] {
  const own = names.map((name) => ({
    name,
    column: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    isInstant: instants.includes(name),
  }));
  return [ID, { name: 'patientId', column: 'patient_id' }, ...own, ...KEPT];
}

/** SQL that builds a record's JSON from a row with the alias `alias`: the same object that `viewOf` makes of a model. */
export function recordJson({ fields }: Pick<RecordKind, 'fields'>, alias = 'r'): string {
  const members = fields.map(({ name, column, isInstant }) => {
    const value = `${alias}.${column}`;
    return `'${name}', ${isInstant ? `iso_instant(${value})` : value}`;
  });
  return `json_build_object(${members.join(', ')})`;
}

/** A record as the API shows it. */
export type RecordView = Record<string, unknown> & { id: string; version: number };

/** A record's JSON object from its model. */
export function viewOf({ fields }: Pick<RecordKind, 'fields'>, model: { get(name: string): unknown }): RecordView {
  const members = fields.map(({ name }) => {
    const value = model.get(name);
    return [name, value instanceof Date ? value.toISOString() : (value ?? null)];
  });
  return Object.fromEntries(members) as RecordView;
}
