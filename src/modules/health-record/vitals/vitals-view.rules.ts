import { TREND_KINDS, type Trend, type TrendKind, trendOf, type VitalVisit } from './trend.rules.js';

/** A patient's vitals over time. */
export interface VitalsView {
  series: Trend[];
  /** True when older visits were left out; ask for them by `to`. */
  isTruncated: boolean;
}

/** What the answer is made of: the visits as one JSON text, ascending by time, so that they reach a thread as they are. */
export interface VitalsMaterial {
  sex: string;
  visits: string;
  /** The oldest visits beyond this many are left out. */
  atMost: number;
  /** Only this series; every one that holds a point when absent. */
  kind: TrendKind | undefined;
  pointsAtMost: number;
}

/** The answer as finished JSON. */
export function vitalsBody({ sex, visits: text, atMost, kind: asked, pointsAtMost }: VitalsMaterial): string {
  const all = JSON.parse(text) as VitalVisit[];
  const isTruncated = all.length > atMost;
  const visits = isTruncated ? all.slice(-atMost) : all;
  const series = (asked ? [asked] : TREND_KINDS)
    .map((kind) => trendOf(kind, sex, visits, pointsAtMost))
    .filter(({ kind, totalPoints }) => totalPoints > 0 || kind === asked);
  const view: VitalsView = { series, isTruncated };
  return JSON.stringify(view);
}
