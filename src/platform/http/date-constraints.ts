import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { isAfter, latestDateAt } from './future.rules.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;

/** True for a 'YYYY-MM-DD' that exists in the Gregorian calendar, from 1900 to 2100. */
export function isCalendarDate(value: unknown): value is string {
  const match = typeof value === 'string' ? DATE.exec(value) : null;
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** True for an ISO 8601 instant with an offset, whose date exists. */
export function isInstant(value: unknown): value is string {
  const match = typeof value === 'string' ? INSTANT.exec(value) : null;
  return match !== null && isCalendarDate(match[1]);
}

@ValidatorConstraint({ name: 'calendarDate' })
export class CalendarDateConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return isCalendarDate(value);
  }

  defaultMessage(): string {
    return 'must be a date that exists, as YYYY-MM-DD';
  }
}

@ValidatorConstraint({ name: 'instant' })
export class InstantConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return isInstant(value);
  }

  defaultMessage(): string {
    return 'must be an instant with its offset, such as 2026-09-01T08:30:00Z';
  }
}

/** For what has happened; a value that is no date or instant is for the constraints above. */
@ValidatorConstraint({ name: 'notInTheFuture' })
export class NotInTheFutureConstraint implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    const latest = latestDateAt(Date.now());
    if (isCalendarDate(value)) return value <= latest;
    return !isInstant(value) || !isAfter(latest, Date.parse(value));
  }

  defaultMessage(): string {
    return 'must not lie in the future';
  }
}
