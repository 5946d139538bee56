/** A point of a series; `x` ascending. */
interface Point {
  x: number;
  y: number;
}

/**
 * Which points of a long series to draw so that its shape stays: Largest-Triangle-Three-Buckets (Steinarsson S, Downsampling
 * time series for visual representation, University of Iceland 2013). The first, the last, the lowest and the highest are
 * always among them: a fever must not vanish from a chart. Indices ascend; at most `atMost` (≥ 4), all when there are fewer.
 */
export function downSample(points: readonly Point[], atMost: number): number[] {
  if (points.length <= atMost) return points.map((_, i) => i);
  const chosen = new Set([0, points.length - 1, extremeIndex(points, -1), extremeIndex(points, 1)]);
  const buckets = atMost - chosen.size;
  const size = (points.length - 2) / buckets;
  let last = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = 1 + Math.floor(bucket * size);
    const to = 1 + Math.floor((bucket + 1) * size);
    const next = meanOf(points, to, Math.min(points.length, 1 + Math.floor((bucket + 2) * size)));
    last = largestTriangle(points, from, to, points[last]!, next);
    chosen.add(last);
  }
  return [...chosen].sort((a, b) => a - b);
}

function extremeIndex(points: readonly Point[], sign: 1 | -1): number {
  let found = 0;
  for (let i = 1; i < points.length; i += 1) if (sign * (points[i]!.y - points[found]!.y) > 0) found = i;
  return found;
}

function meanOf(points: readonly Point[], from: number, to: number): Point {
  const slice = points.slice(Math.min(from, points.length - 1), Math.max(to, from + 1));
  const sum = slice.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / slice.length, y: sum.y / slice.length };
}

function largestTriangle(points: readonly Point[], from: number, to: number, a: Point, c: Point): number {
  let largest = -1;
  let found = from;
  for (let i = from; i < to; i += 1) {
    const b = points[i]!;
    const area = Math.abs((a.x - c.x) * (b.y - a.y) - (a.x - b.x) * (c.y - a.y));
    if (area > largest) {
      largest = area;
      found = i;
    }
  }
  return found;
}
