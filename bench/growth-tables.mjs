/**
 * Makes the growth reference tables in `src/modules/health-record/growth/tables/` from the files their publishers offer.
 *
 *     node bench/growth-tables.mjs CDC_FOLDER WHO_FOLDER
 *
 * CDC_FOLDER holds CDC's "data files with LMS values" (statage, wtage, bmiagerev, hcageinf, wtstat: `.csv`), WHO_FOLDER the
 * tables of WHO's igrowup and AnthroPlus programs (`*anthro.txt`, `*who2007.txt`). Each column becomes integers with a
 * common power of ten, written as first differences: a fifth of the size, and still every published digit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [cdcFolder, whoFolder] = process.argv.slice(2);
if (!cdcFolder || !whoFolder) throw new Error('usage: node bench/growth-tables.mjs CDC_FOLDER WHO_FOLDER');
const target = new URL('../src/modules/health-record/growth/tables/', import.meta.url);
const SEX_OF_CODE = { 1: 'male', 2: 'female' };

/** Rows of a published file; some of CDC's repeat their header in the middle. */
function rowsOf(file, separator) {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = lines[0].split(separator).map((name) => name.toLowerCase());
  const at = (name) => names.indexOf(name);
  const data = lines.slice(1).filter((line) => /^[12]\b/.test(line));
  return data
    .map((line) => line.split(separator))
    .map((cells) => ({
      sex: SEX_OF_CODE[cells[0]],
      x: cells[1],
      l: cells[at('l')],
      m: cells[at('m')],
      s: cells[at('s')],
    }));
}

const digitsOf = (text) => (text.includes('.') ? text.split('.')[1].length : 0);

/** Decimal strings as first differences of integers: [1.20, 1.25] -> {digits: 2, deltas: [120, 5]}. */
function packed(texts) {
  const digits = Math.max(...texts.map(digitsOf));
  const whole = texts.map((text) => Math.round(Number(text) * 10 ** digits));
  return { digits, deltas: whole.map((value, i) => (i === 0 ? value : value - whole[i - 1])) };
}

function tableOf(rows) {
  const ordered = [...rows].sort((a, b) => Number(a.x) - Number(b.x));
  const column = (name) => packed(ordered.map((row) => row[name]));
  return { x: column('x'), l: column('l'), m: column('m'), s: column('s') };
}

function tablesOf(rows) {
  return Object.fromEntries(['female', 'male'].map((sex) => [sex, tableOf(rows.filter((row) => row.sex === sex))]));
}

function write(name, source, folder, separator, files) {
  const tables = Object.fromEntries(
    Object.entries(files).map(([indicator, file]) => [indicator, tablesOf(rowsOf(join(folder, file), separator))]),
  );
  writeFileSync(new URL(name, target), `${JSON.stringify({ source, tables })}\n`);
}

write(
  'cdc-2000.data.json',
  'CDC 2000 growth charts, data files with LMS values. Kuczmarski RJ et al., Vital Health Stat 11(246), 2002. x in months, or cm for weight-for-stature.',
  cdcFolder,
  ',',
  {
    heightForAge: 'statage.csv',
    weightForAge: 'wtage.csv',
    bmiForAge: 'bmiagerev.csv',
    headCircumferenceForAge: 'hcageinf.csv',
    weightForStature: 'wtstat.csv',
  },
);
write(
  'who-2006.data.json',
  'WHO Child Growth Standards: methods and development, 2006 and 2007. x in days, or cm for weight-for-length and -height.',
  whoFolder,
  '\t',
  {
    heightForAge: 'lenanthro.txt',
    weightForAge: 'weianthro.txt',
    bmiForAge: 'bmianthro.txt',
    headCircumferenceForAge: 'hcanthro.txt',
    weightForLength: 'wflanthro.txt',
    weightForStature: 'wfhanthro.txt',
  },
);
write(
  'who-2007.data.json',
  'WHO growth reference for school-aged children and adolescents. de Onis M et al., Bull World Health Organ 85:660-667, 2007. x in months.',
  whoFolder,
  '\t',
  { heightForAge: 'hfawho2007.txt', weightForAge: 'wfawho2007.txt', bmiForAge: 'bfawho2007.txt' },
);
