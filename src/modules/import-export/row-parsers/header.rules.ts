import { squeezed } from './cell.rules.js';
import type { FieldSpec, RowType } from './row-type.rules.js';

/** What is wrong with a header or its mapping: `path` is where, in the words of the request. */
export interface HeaderFault {
  readonly path: string;
  readonly code: 'missing-column' | 'duplicate-column' | 'unknown-column' | 'unknown-field';
  readonly message: string;
}

/** Which column of a file feeds which field. */
export interface ColumnPlan {
  /** The file's column names as they stand there. */
  readonly columns: readonly string[];
  /** For each field of the type the index of its column, or -1. */
  readonly columnOf: readonly number[];
  /** Columns that feed no field. */
  readonly ignored: readonly string[];
  readonly faults: readonly HeaderFault[];
}

/** From the file's column names to our fields; an empty field says "ignore this column". */
export type ColumnMapping = Readonly<Record<string, string>>;

/**
 * Finds the columns of a file. Names are matched without regard to case, blanks, `_` and `-`; a mapping wins over a name, and
 * everything else is ignored. All that is wrong is told at once.
 */
export function planColumns(type: RowType, header: readonly string[], mapping: ColumnMapping = {}): ColumnPlan {
  const columns = header.map((name) => name.trim());
  const faults: HeaderFault[] = [];
  const columnOf = type.fields.map(() => -1);
  const mapped = applyMapping(type, columns, mapping, columnOf, faults);
  applyNames(type, columns, mapped, columnOf, faults);
  for (const [index, { name, isRequired }] of type.fields.entries()) {
    if (!isRequired || columnOf[index] !== -1) continue;
    faults.push({
      path: 'file',
      code: 'missing-column',
      message: `has no column ${name}; rename the column that holds it, or name it in mapping`,
    });
  }
  const used = new Set(columnOf);
  return { columns, columnOf, ignored: columns.filter((_, index) => !used.has(index)), faults };
}

/** Returns the columns that the mapping speaks of, which their names then no longer decide. */
function applyMapping(
  type: RowType,
  columns: readonly string[],
  mapping: ColumnMapping,
  columnOf: number[],
  faults: HeaderFault[],
): Set<number> {
  const mapped = new Set<number>();
  for (const [column, fieldName] of Object.entries(mapping)) {
    const path = `mapping.${column}`;
    const index = findColumn(columns, column);
    if (index === -1) {
      // To ignore what is not there asks for nothing.
      if (fieldName.trim() === '') continue;
      faults.push({ path, code: 'unknown-column', message: 'names a column that the file does not have' });
      continue;
    }
    mapped.add(index);
    if (fieldName.trim() === '') continue;
    const at = findField(type.fields, fieldName);
    if (at === -1) {
      const known = type.fields.map(({ name }) => name).join(', ');
      faults.push({ path, code: 'unknown-field', message: `names no field of ${type.type}; they are ${known}` });
    } else if (columnOf[at] !== -1) {
      faults.push({ path, code: 'duplicate-column', message: `is the second column for ${type.fields[at]?.name}` });
    } else {
      columnOf[at] = index;
    }
  }
  return mapped;
}

function applyNames(
  type: RowType,
  columns: readonly string[],
  mapped: ReadonlySet<number>,
  columnOf: number[],
  faults: HeaderFault[],
): void {
  const isFedByMapping = columnOf.map((column) => column !== -1);
  for (const [index, column] of columns.entries()) {
    const at = mapped.has(index) ? -1 : findField(type.fields, column);
    if (at === -1 || isFedByMapping[at]) continue;
    if (columnOf[at] === -1) {
      columnOf[at] = index;
      continue;
    }
    faults.push({
      path: 'file',
      code: 'duplicate-column',
      message: `has two columns for ${type.fields[at]?.name}; remove or rename one, or name the right one in mapping`,
    });
  }
}

/** How many columns of a header a mapping uses; 0 when a file of this header cannot be imported by it. */
export function columnsUsed(type: RowType, header: readonly string[], mapping: ColumnMapping): number {
  if (planColumns(type, header, mapping).faults.length > 0) return 0;
  return Object.values(mapping).filter((field) => field.trim() !== '').length;
}

/** By its exact name first, so that a mapping can tell `Date` from `date`. */
function findColumn(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name.trim());
  return exact === -1 ? columns.findIndex((column) => squeezed(column) === squeezed(name)) : exact;
}

function findField(fields: readonly FieldSpec[], name: string): number {
  const wanted = squeezed(name);
  return fields.findIndex((spec) => squeezed(spec.name) === wanted);
}

/** Our guess at a mapping, from what people call their columns. Each column and each field once; best guesses first. */
export function suggestMapping(type: RowType, plan: ColumnPlan): Record<string, string> {
  const free = new Set(plan.ignored);
  const suggestion = Object.create(null) as Record<string, string>;
  for (const [index, spec] of type.fields.entries()) {
    if (plan.columnOf[index] !== -1) continue;
    const alias = spec.aliases?.find((name) => [...free].some((column) => squeezed(column) === squeezed(name)));
    const column = alias && [...free].find((name) => squeezed(name) === squeezed(alias));
    if (!column) continue;
    suggestion[column] = spec.name;
    free.delete(column);
  }
  return suggestion;
}
