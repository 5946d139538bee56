import { nice, ticks } from 'd3-array';

/** A straight mapping from values to pixels. */
export interface Scale {
  (value: number): number;
  invert: (pixel: number) => number;
  domain: [low: number, high: number];
  /** About so many round values within the domain. */
  ticks: (about: number) => number[];
}

/** A linear scale from `domain` to `range`. */
export function linear(domain: [number, number], range: [number, number]): Scale {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 1, domain[1] + 1] : domain;
  const perUnit = (range[1] - range[0]) / (high - low);
  const scale = (value: number): number => range[0] + (value - low) * perUnit;
  return Object.assign(scale, {
    invert: (pixel: number) => low + (pixel - range[0]) / perUnit,
    domain: [low, high] as [number, number],
    ticks: (about: number) => ticks(low, high, about),
  });
}

/** As {@link linear}, with the domain widened to round values. */
export function niceLinear(domain: [number, number], range: [number, number], about: number): Scale {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 1, domain[1] + 1] : domain;
  return linear(nice(low, high, about), range);
}

const DAY_MS = 86_400_000;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];
const DAY_STEPS = [1, 2, 5, 10];
const YEAR = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Beginnings of days, months or years between two instants in ms, at most about so many, each with its label. */
export function timeTicks([first, last]: [number, number], atMost: number): { value: number; label: string }[] {
  const days = (last - first) / DAY_MS;
  const dayStep = DAY_STEPS.find((step) => days / step <= atMost);
  if (dayStep !== undefined) {
    const start = Math.ceil(first / DAY_MS);
    const found = Array.from({ length: Math.floor(days / dayStep) + 1 }, (_, i) => (start + i * dayStep) * DAY_MS);
    return found.filter((value) => value <= last).map((value) => ({ value, label: DAY.format(value) }));
  }
  const step = MONTH_STEPS.find((months) => days / (months * 30.4) <= atMost) ?? 240;
  const from = new Date(first);
  const startMonth = Math.ceil((from.getUTCFullYear() * 12 + from.getUTCMonth() + 1) / step) * step;
  const found: { value: number; label: string }[] = [];
  for (let month = startMonth; ; month += step) {
    const value = Date.UTC(Math.floor(month / 12), month % 12);
    if (value > last) break;
    found.push({ value, label: (step % 12 === 0 ? YEAR : MONTH).format(value) });
  }
  return found;
}
