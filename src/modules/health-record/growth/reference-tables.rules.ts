import { readFileSync } from 'node:fs';
import type { Lms } from './lms.rules.js';

/** The two sexes that growth references are published for. */
export type ReferenceSex = 'female' | 'male';

/** What a table answers for; `weightForLength` is by length lying, `weightForStature` by height standing. */
export type IndicatorTable =
  | 'heightForAge'
  | 'weightForAge'
  | 'bmiForAge'
  | 'headCircumferenceForAge'
  | 'weightForLength'
  | 'weightForStature';

interface PackedColumn {
  digits: number;
  deltas: number[];
}

interface PackedTable {
  x: PackedColumn;
  l: PackedColumn;
  m: PackedColumn;
  s: PackedColumn;
}

interface PackedReference {
  source: string;
  tables: Partial<Record<IndicatorTable, Record<ReferenceSex, PackedTable>>>;
}

/** One published table: L, M and S at ascending `x` (months, days or cm). */
export class LmsTable {
  private readonly x: Float64Array;
  private readonly l: Float64Array;
  private readonly m: Float64Array;
  private readonly s: Float64Array;

  constructor(packed: PackedTable) {
    this.x = unpacked(packed.x);
    this.l = unpacked(packed.l);
    this.m = unpacked(packed.m);
    this.s = unpacked(packed.s);
  }

  get first(): number {
    return this.x[0]!;
  }

  get last(): number {
    return this.x[this.x.length - 1]!;
  }

  /** L, M and S at `x`, straight between the published rows (CDC's SAS program and WHO's macros do so); none outside. */
  at(x: number): Lms | undefined {
    if (!(x >= this.first && x <= this.last)) return undefined;
    const low = this.rowAtOrBelow(x);
    const from = this.x[low]!;
    if (from === x) return { l: this.l[low]!, m: this.m[low]!, s: this.s[low]! };
    const share = (x - from) / (this.x[low + 1]! - from);
    const between = (column: Float64Array) => column[low]! + share * (column[low + 1]! - column[low]!);
    return { l: between(this.l), m: between(this.m), s: between(this.s) };
  }

  private rowAtOrBelow(x: number): number {
    let low = 0;
    let high = this.x.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.x[middle]! <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The decimal numbers behind first differences of integers; dividing once at the end keeps every published digit. */
function unpacked({ digits, deltas }: PackedColumn): Float64Array {
  const scale = 10 ** digits;
  const values = new Float64Array(deltas.length);
  let sum = 0;
  for (let i = 0; i < deltas.length; i += 1) {
    sum += deltas[i]!;
    values[i] = sum / scale;
  }
  return values;
}

type ReferenceTables = Partial<Record<IndicatorTable, Record<ReferenceSex, LmsTable>>>;

const loaded = new Map<string, ReferenceTables>();

/** The tables of one publication, read at first use: most processes never assess growth. */
export function referenceTables(name: 'cdc-2000' | 'who-2006' | 'who-2007'): ReferenceTables {
  let tables = loaded.get(name);
  if (!tables) {
    const file = new URL(`./tables/${name}.data.json`, import.meta.url);
    const { tables: packed } = JSON.parse(readFileSync(file, 'utf8')) as PackedReference;
    tables = Object.fromEntries(
      Object.entries(packed).map(([indicator, bySex]) => [
        indicator,
        { female: new LmsTable(bySex.female), male: new LmsTable(bySex.male) },
      ]),
    );
    loaded.set(name, tables);
  }
  return tables;
}
