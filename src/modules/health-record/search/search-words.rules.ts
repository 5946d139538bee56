/** More words than this narrow a search no further; a pasted letter must not cost a thousand index look-ups. */
const WORDS_AT_MOST = 64;
/** PostgreSQL refuses a search word over 2,046 bytes; no word of a record is this long. */
const WORD_LENGTH_AT_MOST = 200;

/** What was typed, cut to what `websearch_to_tsquery` takes without error; quotes, `or` and `-` keep their meaning. */
export function searchWords(typed: string): string {
  const words = typed.split(/[\s\p{Cc}]+/u).filter((word) => word !== '');
  return words
    .slice(0, WORDS_AT_MOST)
    .map((word) => word.slice(0, WORD_LENGTH_AT_MOST))
    .join(' ');
}
