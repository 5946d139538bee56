/** How far back a chart looks. */
export const CHART_RANGES = ['week', 'month', 'quarter', 'year'] as const;
export type ChartRange = (typeof CHART_RANGES)[number];

/** What one bar of a chart counts. Weeks begin on Monday. */
export const CHART_STEPS = ['day', 'week', 'month'] as const;
export type ChartStep = (typeof CHART_STEPS)[number];

const STEP_OF: Record<ChartRange, ChartStep> = { week: 'day', month: 'day', quarter: 'week', year: 'month' };
const DAYS_OF: Record<ChartRange, number> = { week: 7, month: 30, quarter: 91, year: 365 };

/** The step that suits a range: at most some thirty bars. */
export function stepFor(range: ChartRange): ChartStep {
  return STEP_OF[range];
}

/**
 * The first day of each bar, from the bar that holds the first day of the range to the one that holds `today`. Calendar dates
 * in and out ('YYYY-MM-DD'); nothing here knows of a time zone.
 */
export function barsOf(today: string, range: ChartRange, step: ChartStep): string[] {
  const bars: string[] = [];
  let bar = barOf(addDays(today, 1 - DAYS_OF[range]), step);
  while (bar <= today) {
    bars.push(bar);
    bar = nextBar(bar, step);
  }
  return bars;
}

/** The first day of the day, week or month that `date` lies in. */
export function barOf(date: string, step: ChartStep): string {
  if (step === 'day') return date;
  if (step === 'month') return `${date.slice(0, 7)}-01`;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

/** The first day of the bar after. */
function nextBar(bar: string, step: ChartStep): string {
  if (step === 'day') return addDays(bar, 1);
  if (step === 'week') return addDays(bar, 7);
  return `${addDays(bar, 31).slice(0, 7)}-01`;
}

/** `days` after a calendar date; counted in UTC, where every day has 24 hours. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
