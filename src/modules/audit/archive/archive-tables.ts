import { EVENT_COLUMNS } from '../events/canonical-row.rules.js';
import { BATCH_FIELDS, LINK_FIELDS } from '../verification/stored-trail.js';

/** The three files of an archived month. */
export const ARCHIVE_TABLES = ['events', 'batches', 'links'] as const;
export type ArchiveTable = (typeof ARCHIVE_TABLES)[number];

/** How a column is kept in Parquet: text as COPY prints it, a number, or raw bytes. */
export type ColumnKind = 'text' | 'integer' | 'bytes';

export interface ArchiveColumn {
  name: string;
  kind: ColumnKind;
  /** Lets a search skip row groups that do not hold the value. */
  hasBloomFilter: boolean;
}

const INTEGERS: ReadonlySet<string> = new Set(['ordinal', 'event_count']);
const BYTES: ReadonlySet<string> = new Set(['sealed', 'digest', 'fingerprints', 'mac', 'content', 'previous', 'link']);
const SEARCHED: ReadonlySet<string> = new Set(['patient_id', 'actor_id']);

const FIELDS: Record<ArchiveTable, readonly string[]> = {
  events: EVENT_COLUMNS,
  batches: BATCH_FIELDS,
  links: LINK_FIELDS,
};

/** The columns of an archived table, in the order of the canonical line. */
export function columnsOf(table: ArchiveTable): ArchiveColumn[] {
  return FIELDS[table].map((name) => ({
    name,
    kind: INTEGERS.has(name) ? 'integer' : BYTES.has(name) ? 'bytes' : 'text',
    hasBloomFilter: SEARCHED.has(name),
  }));
}

export type Cell = string | number | Uint8Array | null;

/** A field of a canonical line as a cell. Text stays in COPY's escapes, so that it comes back as it was. */
export function cellOf(kind: ColumnKind, field: string): Cell {
  if (field === '\\N') return null;
  if (kind === 'integer') return Number(field);
  return kind === 'bytes' ? Buffer.from(field.slice(3), 'hex') : field;
}

/** A cell as a field of a canonical line. */
export function fieldOf(kind: ColumnKind, cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '\\N';
  if (kind !== 'bytes') return String(cell);
  return `\\\\x${Buffer.from(cell as Uint8Array).toString('hex')}`;
}
