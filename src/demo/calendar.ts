const DAY_MS = 86_400_000;
/** The mean length of a month in days, as the growth references count it. */
export const DAYS_PER_MONTH = 30.4375;

/** The calendar date so many days after `date`, both 'YYYY-MM-DD'. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + Math.round(days) * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one calendar date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Saturday and Sunday become the Friday before: schools and practices are closed. */
export function workday(date: string): string {
  const weekday = new Date(date).getUTCDay();
  return plusDays(date, weekday === 6 ? -1 : weekday === 0 ? -2 : 0);
}

/** The school year's grade of a child: kindergarten in the school year that begins after the fifth birthday. */
export function gradeOn(today: string, birthDate: string): string {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const schoolYear = month >= 8 ? year : year - 1;
  const birthYear = Number(birthDate.slice(0, 4));
  const cutOff = birthDate.slice(5) <= '09-01' ? birthYear : birthYear + 1;
  const grade = schoolYear - cutOff - 5;
  return grade <= 0 ? 'K' : String(Math.min(grade, 12));
}
