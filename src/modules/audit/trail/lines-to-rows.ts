import { EVENT_COLUMNS, type EventColumn } from '../events/canonical-row.rules.js';

const CASTS: Partial<Record<EventColumn, string>> = {
  ordinal: '::int',
  occurred_at: '::timestamptz',
  sealed: '::bytea',
};
const TEXTS: ReadonlySet<EventColumn> = new Set([
  'action',
  'resource_type',
  'outcome',
  'purpose',
  'actor_role',
  'address',
  'user_agent',
  'request_id',
  'detail',
]);
const ESCAPED: ReadonlySet<EventColumn> = new Set(['address', 'user_agent', 'request_id', 'detail', 'sealed']);

/** INSERT ... SELECT that makes a row of `f`, the text[] of a canonical line's fields; FROM follows. */
export const LINES_TO_ROWS = `INSERT INTO audit_events (${EVENT_COLUMNS.join(', ')}) SELECT ${EVENT_COLUMNS.map(valueOf).join(', ')}`;

function valueOf(column: EventColumn, index: number): string {
  const field = `f[${index + 1}]`;
  const plain = ESCAPED.has(column) ? `replace(${field}, '\\\\', '\\')` : field;
  return TEXTS.has(column) ? plain : `(${plain})${CASTS[column] ?? '::uuid'}`;
}
