/** A calendar month in UTC, as 'YYYY-MM'. */
export type Month = string;

/** The month an instant lies in. */
export function monthOf(instant: Date): Month {
  return instant.toISOString().slice(0, 7);
}

/** The first instant of a month, as PostgreSQL reads it. */
export function monthStart(month: Month): string {
  return `${month}-01 00:00:00+00`;
}

export function nextMonth(month: Month): Month {
  return addMonths(month, 1);
}

export function addMonths(month: Month, count: number): Month {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return monthOf(new Date(Date.UTC(year, number - 1 + count, 1)));
}

/** All months from the first to the last, both included; none when there is no first. */
export function monthsBetween(first: Month | undefined, last: Month | undefined): Month[] {
  const months: Month[] = [];
  if (first === undefined || last === undefined) return months;
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** The name that the partition of a month has, below each of the trail's three tables. */
export function partitionName(table: string, month: Month): string {
  return `${table}_y${month.slice(0, 4)}m${month.slice(5)}`;
}
