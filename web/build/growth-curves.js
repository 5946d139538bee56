import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLES = join(import.meta.dirname, '../../src/modules/health-record/growth/tables');
const ID = 'virtual:growth-curves';
const DAYS_PER_MONTH = 30.4375;
const INDICATORS = ['heightForAge', 'weightForAge', 'bmiForAge', 'headCircumferenceForAge'];
const INFANT_MONTHS = 24;
const INFANT_STEP = 1;
const CHILD_STEP = 6;

/**
 * Gives the growth chart its percentile curves as `virtual:growth-curves`: L, M and S of the service's own reference tables,
 * thinned to what a line on a screen needs. Taken at build time, so that curve and percentile come from one table.
 */
export function growthCurves() {
  return {
    name: 'growth-curves',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const [cdc2000, who2006, who2007] = ['cdc-2000', 'who-2006', 'who-2007'].map((name) => {
        const file = join(TABLES, `${name}.data.json`);
        this.addWatchFile(file);
        return JSON.parse(readFileSync(file, 'utf8')).tables;
      });
      const curves = {
        cdc: byIndicator([
          { tables: who2006, inDays: true, from: 0, to: INFANT_MONTHS },
          { tables: cdc2000, inDays: false, from: INFANT_MONTHS, to: 240 },
        ]),
        who: byIndicator([
          { tables: who2006, inDays: true, from: 0, to: 60 },
          { tables: who2007, inDays: false, from: 61, to: 228 },
        ]),
      };
      return `export const growthCurves = ${JSON.stringify(curves)};`;
    },
  };
}

function byIndicator(parts) {
  const entries = INDICATORS.map((indicator) => [
    indicator,
    Object.fromEntries(['female', 'male'].map((sex) => [sex, segments(parts, indicator, sex)])),
  ]);
  return Object.fromEntries(entries);
}

/** One segment a table: length lying and height standing meet at 24 months with a step, which a curve must not smooth over. */
function segments(parts, indicator, sex) {
  return parts
    .map(({ tables, inDays, from, to }) => {
      const packed = tables[indicator]?.[sex];
      return packed ? sample(unpacked(packed), inDays, from, to) : [];
    })
    .filter((segment) => segment.length > 1);
}

function sample(rows, inDays, from, to) {
  const scale = inDays ? DAYS_PER_MONTH : 1;
  const last = rows.at(-1).x / scale;
  const points = [];
  for (let month = from; month <= Math.min(to, last); month += month < INFANT_MONTHS ? INFANT_STEP : CHILD_STEP) {
    const row = between(rows, month * scale);
    if (row) points.push([month, rounded(row.l, 3), rounded(row.m, 3), rounded(row.s, 5)]);
  }
  return points;
}

function between(rows, x) {
  const above = rows.findIndex((row) => row.x >= x);
  if (above === -1) return undefined;
  if (above === 0 || rows[above].x === x) return rows[above].x === x ? rows[above] : undefined;
  const low = rows[above - 1];
  const high = rows[above];
  const share = (x - low.x) / (high.x - low.x);
  const mix = (key) => low[key] + share * (high[key] - low[key]);
  return { l: mix('l'), m: mix('m'), s: mix('s') };
}

function unpacked(packed) {
  const columns = Object.fromEntries(
    ['x', 'l', 'm', 's'].map((key) => {
      let sum = 0;
      return [key, packed[key].deltas.map((delta) => (sum += delta) / 10 ** packed[key].digits)];
    }),
  );
  return columns.x.map((x, index) => ({ x, l: columns.l[index], m: columns.m[index], s: columns.s[index] }));
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
