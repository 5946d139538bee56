import { readFileSync } from 'node:fs';

interface CvxTable {
  source: string;
  vaccines: Record<string, [name: string, status: string]>;
}

/** CDC's table of vaccine codes; see `source` in the file. */
const table = JSON.parse(readFileSync(new URL('./cvx.data.json', import.meta.url), 'utf8')) as CvxTable;
const vaccines = new Map(Object.entries(table.vaccines));

/** A vaccine of the CVX code set. Inactive codes stay valid: old doses were given under them. */
export interface Vaccine {
  cvx: string;
  name: string;
  status: string;
}

/** The code in the form of the table: no blanks, two digits at least ('8' is '08'). */
function normaliseCvx(code: string): string {
  const trimmed = code.trim();
  return /^\d$/.test(trimmed) ? `0${trimmed}` : trimmed;
}

/** The vaccine behind a code in any of its writings, or undefined when CDC knows none. */
export function vaccineOf(code: string): Vaccine | undefined {
  const cvx = normaliseCvx(code);
  const entry = vaccines.get(cvx);
  return entry && { cvx, name: entry[0], status: entry[1] };
}

/** Vaccines whose code begins with `query` or whose name holds all its words, active ones first; at most `limit`. */
export function findVaccines(query: string, limit: number): Vaccine[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: Vaccine[] = [];
  for (const [cvx, [name, status]] of vaccines) {
    const text = name.toLowerCase();
    if (cvx.startsWith(query.trim()) || words.every((word) => text.includes(word))) found.push({ cvx, name, status });
  }
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).slice(0, limit);
}

function rank({ status }: Vaccine): number {
  return status === 'Active' ? 0 : 1;
}
