/**
 * Cuts the byte string of one parameter into blocks (number, bytes) by where each ends, numbered from 0. One parameter travels
 * in binary; an array of a thousand would travel as hex text, three times as long to write and read.
 */
export function cutBlocks(bytesParameter: number, endsParameter: number): string {
  return `(
    SELECT (ord - 1)::int AS number,
           substring($${bytesParameter}::bytea FROM beginning + 1 FOR ending - beginning) AS bytes
      FROM (SELECT ord, ending, lag(ending, 1, 0) OVER (ORDER BY ord) AS beginning
              FROM unnest($${endsParameter}::int[]) WITH ORDINALITY AS e (ending, ord)) AS cuts) AS blocks`;
}
