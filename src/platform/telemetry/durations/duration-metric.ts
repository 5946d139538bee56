import { register, type Metric } from 'prom-client';
import { type DurationHistogram, EXPORTED_BOUNDS_MS } from './duration-histogram.js';

/** One series of a family: its labels, and what was observed. */
export interface DurationSeries {
  labels: Record<string, string>;
  histogram: DurationHistogram;
}

/** One line of the exposition format. */
interface Sample {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/**
 * Exports histograms that are kept elsewhere as a Prometheus histogram in seconds. prom-client's own would sort and hash
 * the labels at each observation, which costs a cached answer more than all of our counting does.
 * An application that is made again in the same process takes over the name.
 */
export function exportDurations(name: string, help: string, series: () => Iterable<DurationSeries>): void {
  const get = () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: [...series()].flatMap((one) => samplesOf(name, one)),
  });
  register.removeSingleMetric(name);
  register.registerMetric({
    name,
    help,
    get: () => Promise.resolve(get()),
    reset: () => undefined,
  } as unknown as Metric);
}

function samplesOf(name: string, { labels, histogram }: DurationSeries): Sample[] {
  const counts = histogram.cumulative();
  const bucket = (le: number | string, value: number): Sample => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...EXPORTED_BOUNDS_MS.map((bound, index) => bucket(bound / 1000, counts[index] ?? 0)),
    bucket('+Inf', histogram.count),
    { metricName: `${name}_sum`, labels, value: histogram.sumMs / 1000 },
    { metricName: `${name}_count`, labels, value: histogram.count },
  ];
}
