/** A typed word that a name's word begins with is nearly as good as the whole word. */
const PREFIX_SCORE = 0.9;
/** What a name's word that nobody typed takes off, so that 'Ann Lee' comes before 'Ann Lee Brown'. */
const UNTYPED_PENALTY = 0.02;

/**
 * How well a name fits what was typed, 0 to 1: each typed word with the name's word it fits best, in any order. Both as
 * words in lower case without accents.
 */
export function nameMatch(typed: readonly string[], name: readonly string[]): number {
  if (typed.length === 0 || name.length === 0) return 0;
  const free = new Set(name);
  let sum = 0;
  for (const word of typed) {
    let best = 0;
    let bestWord: string | undefined;
    for (const candidate of free) {
      const score = wordMatch(word, candidate);
      if (score > best) [best, bestWord] = [score, candidate];
    }
    if (bestWord !== undefined) free.delete(bestWord);
    sum += best;
  }
  return Math.max(0, sum / typed.length - UNTYPED_PENALTY * free.size);
}

/** 1 for the same word, 0.9 and more for its beginning, else what share of its letters need no repair. */
export function wordMatch(typed: string, word: string): number {
  if (typed === word) return 1;
  const longer = Math.max(typed.length, word.length);
  const repaired = 1 - editDistance(typed, word) / longer;
  if (!word.startsWith(typed)) return repaired;
  return Math.max(repaired, PREFIX_SCORE + (1 - PREFIX_SCORE) * (typed.length / word.length) * 0.9);
}

/**
 * How many slips lie between two words: a letter more, less, other, or two neighbours swapped. Optimal string alignment
 * (Damerau FJ, CACM 7:171, 1964, says that these four are 80 % of all misspellings).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, current[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
