/** Characters of Unicode's private use area, which the SQL puts around a match and takes out of the text before. */
export const MATCH_STARTS = '\u{E000}';
export const MATCH_ENDS = '\u{E001}';

/** A piece of a text, and whether it is what was searched for. Plain text: whoever shows it escapes it. */
export interface HighlightPart {
  text: string;
  isMatch: boolean;
}

/** The pieces of a text marked by the SQL; undefined when nothing in it matched. */
export function highlightParts(marked: string | null): HighlightPart[] | undefined {
  if (marked === null || !marked.includes(MATCH_STARTS)) return undefined;
  return marked
    .split(MATCH_STARTS)
    .flatMap((piece, index) => {
      if (index === 0) return [{ text: piece, isMatch: false }];
      const [match = '', ...rest] = piece.split(MATCH_ENDS);
      return [
        { text: match, isMatch: true },
        { text: rest.join(''), isMatch: false },
      ];
    })
    .filter(({ text }) => text !== '');
}
