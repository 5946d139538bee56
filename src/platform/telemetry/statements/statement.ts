import { DurationHistogram } from '../durations/duration-histogram.js';

/** One statement of ours, whatever values it ran with. */
export class Statement {
  readonly durations = new DurationHistogram();
  readonly operation: string;
  /** The table that it is about: the first one it names. */
  readonly table: string;
  /** Error states (SQLSTATE or class of error) and how often each came. */
  readonly failures = new Map<string, number>();

  constructor(
    /** Free of values. */
    readonly sql: string,
  ) {
    this.operation = operationOf(sql);
    this.table = tableOf(sql);
  }
}

const OPERATION = /^\W*([a-z]+)/i;
const MAIN_VERB = /\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i;
/** A function in FROM is followed by a parenthesis, and so is the table of an INSERT, which is none. */
const TABLE =
  /\b(?:(?:from|update|join)\s+(?:only\s+)?"?(?:\w+"?\."?)?(\w+)"?(?!\s*\(|\w)|into\s+"?(?:\w+"?\."?)?(\w+))/gi;
/** `extract(epoch FROM x)` names no table. */
const FROM_OF_A_FUNCTION = /\b(?:extract|substring|trim|overlay|position)\s*\([^()]*?\bfrom\b/gi;
/** Names that the statement gives to parts of itself. */
const CTE =
  /(?:\bwith\s+(?:recursive\s+)?|\)\s*,\s*)"?(\w+)"?\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s+)?\(/gi;

function operationOf(sql: string): string {
  const verb = OPERATION.exec(sql)?.[1]?.toLowerCase() ?? 'other';
  if (verb === 'with') return MAIN_VERB.exec(sql)?.[1]?.split(/\s/)[0]?.toLowerCase() ?? 'select';
  if (verb === 'start') return 'begin';
  return verb;
}

function tableOf(sql: string): string {
  const text = sql.replace(FROM_OF_A_FUNCTION, '(');
  const own = new Set([...sql.matchAll(CTE)].map(([, name = '']) => name.toLowerCase()));
  for (const [, read, written] of text.matchAll(TABLE)) {
    const table = (read ?? written ?? '').toLowerCase();
    if (!own.has(table) && !NOT_TABLES.has(table)) return table;
  }
  return 'none';
}

const NOT_TABLES: ReadonlySet<string> = new Set(['lateral', 'select', 'set', 'of', 'skip', 'nowait']);
