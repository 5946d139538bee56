/** The days that an export is limited to, both included, in the time zone of its organization. */
export interface ExportDays {
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const ZONE = /^[A-Za-z0-9_+\-/]{1,64}$/;

/** The condition that a calendar date lies within. */
export function datesSql(column: string, { from, to }: ExportDays): string {
  return conditions([from && `${column} >= ${dateSql(from)}`, to && `${column} <= ${dateSql(to)}`]);
}

/** The condition that an instant lies within, by the clock on the organization's wall. */
export function instantsSql(column: string, { from, to, timeZone }: ExportDays): string {
  if (!ZONE.test(timeZone)) throw new TypeError('A time zone has an IANA name.');
  const midnight = (day: string): string => `(${day})::timestamp AT TIME ZONE '${timeZone}'`;
  return conditions([
    from && `${column} >= ${midnight(dateSql(from))}`,
    to && `${column} < ${midnight(`${dateSql(to)} + 1`)}`,
  ]);
}

function dateSql(day: string): string {
  if (!DATE.test(day)) throw new TypeError('A day is a calendar date.');
  return `DATE '${day}'`;
}

function conditions(parts: readonly (string | null)[]): string {
  return parts.map((part) => (part ? ` AND ${part}` : '')).join('');
}
