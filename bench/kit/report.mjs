import { cpus } from 'node:os';

/** Prints what was measured and where, for people. */
export function printTable(title, rows) {
  const [processor] = cpus();
  console.log(
    `\n${title} (${cpus().length} x ${processor?.model ?? 'unknown processor'}, Node ${process.versions.node})`,
  );
  console.table(rows);
}

/**
 * Prints one target as a line of JSON. `ratio` is the value over its limit; it is met from `atLeast` upwards, or up to `atMost`.
 */
export function printTarget(target, { value, limit, unit, atLeast, atMost, ...more }) {
  const ratio = round(value / limit);
  const met = atLeast === undefined ? ratio <= atMost : ratio >= atLeast;
  const wanted = atLeast === undefined ? { atMost } : { atLeast };
  console.log(
    JSON.stringify({ target, ratio, value: round(value), limit: round(limit), unit, met, ...wanted, ...more }),
  );
}

export function round(number) {
  return Math.round(number * 1000) / 1000;
}

/** The middle of several measurements: one disturbed run does not move it. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
