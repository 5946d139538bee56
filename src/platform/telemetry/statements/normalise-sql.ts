/**
 * A statement without its values: every literal becomes `?`, comments go, lists of any length look alike. Sequelize writes
 * values into its statements, so this stands between a patient's name and every log, metric and page.
 *
 * PostgreSQL's own parser in WebAssembly (`libpg-query`) was tried: 25 MB a process, 300 us a statement here, and it leaves
 * comments and unparsable statements as they are. A literal can be told from the rest by the lexical rules alone
 * (PostgreSQL manual, 4.1 "Lexical Structure"): strings, escape strings, dollar quotes, bit strings, numbers.
 * What is not closed is a literal to its end, so that no cut and no error lets a value through.
 */
export function normaliseSql(sql: string): NormalisedSql {
  const text = sql.length > LONGEST ? sql.slice(0, LONGEST) : sql;
  let out = '';
  let copiedTo = 0;
  let hasLiterals = sql.length > LONGEST;
  // Only what must go is looked at; all between is copied whole.
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [token, kept, dollarQuote] = match;
    if (kept !== undefined) continue;
    const start = match.index;
    const isComment = token.startsWith('--') || token === '/*';
    if (token === '/*') TOKEN.lastIndex = endOfComment(text, start);
    else if (dollarQuote !== undefined) TOKEN.lastIndex = endOfDollarQuote(text, start, token);
    out += `${text.slice(copiedTo, start)}${isComment ? ' ' : '?'}`;
    copiedTo = TOKEN.lastIndex;
    hasLiterals = true;
  }
  out += text.slice(copiedTo);
  return { text: collapseLists(out).trim().slice(0, LONGEST_SHOWN), hasLiterals };
}

/** `hasLiterals` tells whether anything was taken out; without, the statement itself is as free of values. */
export interface NormalisedSql {
  text: string;
  hasLiterals: boolean;
}

/** Of a bulk insert's megabyte the beginning is enough; a literal that the cut halves is one to its end. */
const LONGEST = 8 * 1024;
const LONGEST_SHOWN = 2000;

/**
 * What is stepped over as it is (group 1): quoted identifiers, words, parameters. What goes: comments, dollar quotes
 * (group 2), strings with backslash escapes (E''), with none ('', N'', B'', X'', U&''), numbers, and TRUE and FALSE, which are
 * values too. A word swallows the digits and dollars in it, so that none is taken for a literal.
 */
const TOKEN = new RegExp(
  [
    String.raw`--[^\n\r]*|\/\*`,
    String.raw`[eE]'(?:[^'\\]|\\[^]|'')*(?:\\?$|')`,
    String.raw`(?:[nNbBxX]|[uU]&)?'(?:[^']|'')*(?:'|$)`,
    String.raw`(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])(?![\w$\u0080-\uffff])`,
    String.raw`("(?:[^"]|"")*(?:"|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$\d+)`,
    String.raw`(\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)`,
    String.raw`-?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?\w*`,
  ].join('|'),
  'g',
);

/** Comments nest, unlike in C. */
function endOfComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

function endOfDollarQuote(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote, start + quote.length);
  return end === -1 ? text.length : end + quote.length;
}

/** `IN (?, ?, ?)` and `VALUES (?, ?), (?, ?)` are one statement, however many values they hold. */
function collapseLists(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\?(?:\s*,\s*(?:\?|NULL\b|DEFAULT\b))+/gi, '?, …')
    .replace(/(\([^()]*\?[^()]*\))(?:\s*,\s*\([^()]*\))+/g, '$1, …');
}
