/** How many events of one series and type fell into each bar. */
export interface Tally {
  series: string;
  type: string;
  counts: number[];
}

/** Dense tallies of `bars` bars from sparse counts. */
export function tallied(
  events: readonly [series: string, type: string, bar: number, count: number][],
  bars: number,
): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const [series, type, bar, count] of events) {
    const key = `${series}\n${type}`;
    const tally = tallies.get(key) ?? { series, type, counts: Array.from({ length: bars }, () => 0) };
    tally.counts[bar] = (tally.counts[bar] ?? 0) + count;
    tallies.set(key, tally);
  }
  return [...tallies.values()];
}

/** All that one series counted, over its types and bars. */
export function total(tallies: readonly Tally[], series: string): number {
  return Object.values(totalByType(tallies, series)).reduce((sum, n) => sum + n, 0);
}

/** What one series counted of each type, over all bars. */
export function totalByType(tallies: readonly Tally[], series: string): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const tally of tallies) {
    if (tally.series !== series) continue;
    totals[tally.type] = tally.counts.reduce((sum, n) => sum + n, totals[tally.type] ?? 0);
  }
  return totals;
}
