import { line } from 'd3-shape';
import { useState, type ReactNode } from 'react';
import { Axes, type Margin } from '../../charts/axis.tsx';
import { linear, niceLinear, timeTicks } from '../../charts/scale.ts';
import { Scrub } from '../../charts/scrub.tsx';
import { useWidth } from '../../charts/use-width.ts';
import { patientText } from '../../text/patient.ts';

const HEIGHT = 300;
const MARGIN: Margin = { top: 28, right: 16, bottom: 40, left: 44 };
const DAY_MS = 86_400_000;

/** One value, or two that belong together as in a blood pressure, at an instant. */
export interface TrendPoint {
  id: string;
  at: string;
  value: number;
  second?: number | undefined;
}

/** One vital sign over time. */
export function TrendChart({
  points,
  unit,
  textOf,
}: {
  points: TrendPoint[];
  unit: string;
  textOf: (point: TrendPoint) => string;
}): ReactNode {
  const [at, setAt] = useState(points.length - 1);
  const [element, width] = useWidth(760);
  const { x, y } = scales(points, width);
  const path = (valueOf: (point: TrendPoint) => number | undefined): string =>
    line<TrendPoint>(
      (point) => x(Date.parse(point.at)),
      (point) => y(valueOf(point) ?? 0),
    ).defined((point) => valueOf(point) !== undefined)(points) ?? '';
  return (
    <div className="stack">
      <div className="chart" ref={element}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
          <Axes
            width={width}
            height={HEIGHT}
            margin={MARGIN}
            x={timeTicks(x.domain, Math.max(2, Math.floor(width / 90))).map(({ value, label }) => ({
              at: x(value),
              label,
            }))}
            y={y.ticks(6).map((value) => ({ at: y(value), label: String(value) }))}
            xName={patientText.columns.when}
            yName={unit}
          />
          <path className="line" d={path(({ value }) => value)} />
          <path className="line second" d={path(({ second }) => second)} />
          {points.map((point, index) => (
            <g key={point.id}>
              <circle className="dot" cx={x(Date.parse(point.at))} cy={y(point.value)} r={index === at ? 6 : 4} />
              {point.second !== undefined && (
                <circle className="dot" cx={x(Date.parse(point.at))} cy={y(point.second)} r={index === at ? 6 : 4} />
              )}
            </g>
          ))}
        </svg>
      </div>
      <Scrub label={patientText.vitals.point} points={points.map(textOf)} at={at} onChange={setAt} />
    </div>
  );
}

function scales(points: TrendPoint[], width: number) {
  const times = points.map(({ at }) => Date.parse(at));
  const values = points.flatMap(({ value, second }) => (second === undefined ? [value] : [value, second]));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.15, 1);
  const spread = first === last ? DAY_MS : 0;
  return {
    x: linear([first - spread, last + spread], [MARGIN.left + 8, width - MARGIN.right - 8]),
    y: niceLinear([low - room, high + room], [HEIGHT - MARGIN.bottom, MARGIN.top], 6),
  };
}
