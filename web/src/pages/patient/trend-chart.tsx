import { area, line } from 'd3-shape';
import { memo, useMemo, useState, type ReactNode } from 'react';
import type { TrendPoint } from '../../api/types.ts';
import { Axes, type Margin } from '../../charts/axis.tsx';
import { Dots, type Dot } from '../../charts/dots.tsx';
import { linear, niceLinear, timeTicks, type Scale } from '../../charts/scale.ts';
import { Scrub } from '../../charts/scrub.tsx';
import { useWidth } from '../../charts/use-width.ts';
import { patientText } from '../../text/patient.ts';

const HEIGHT = 300;
const MARGIN: Margin = { top: 28, right: 16, bottom: 40, left: 44 };
const DAY_MS = 86_400_000;

interface TrendChartProps {
  points: TrendPoint[];
  unit: string;
  textOf: (point: TrendPoint) => string;
}

/** One vital sign over time, over the range that is expected at that age. */
export function TrendChart({ points, unit, textOf }: TrendChartProps): ReactNode {
  const [at, setAt] = useState(points.length - 1);
  const [element, width] = useWidth(760);
  const { x, y } = useMemo(() => scales(points, width), [points, width]);
  const marked = points[at];
  return (
    <div className="stack">
      <div className="chart" ref={element}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
          <Drawing points={points} unit={unit} x={x} y={y} width={width} />
          {marked &&
            valuesOf(marked).map((value, which) => (
              <circle
                key={which}
                className={marked.isAbnormal ? 'dot flagged' : 'dot'}
                cx={x(Date.parse(marked.measuredAt))}
                cy={y(value)}
                r={6}
              />
            ))}
        </svg>
      </div>
      <Scrub
        label={patientText.vitals.point}
        count={points.length}
        at={at}
        said={marked ? textOf(marked) : ''}
        onChange={setAt}
      />
    </div>
  );
}

interface DrawingProps {
  points: TrendPoint[];
  unit: string;
  x: Scale;
  y: Scale;
  width: number;
}

/** What stays while one walks from point to point. */
const Drawing = memo(function Drawing({ points, unit, x, y, width }: DrawingProps): ReactNode {
  const xOf = ({ measuredAt }: TrendPoint): number => x(Date.parse(measuredAt));
  const path = (valueOf: (point: TrendPoint) => number | undefined): string =>
    line<TrendPoint>(xOf, (point) => y(valueOf(point) ?? 0))
      .defined((point) => valueOf(point) !== undefined)
      .digits(1)(points) ?? '';
  const [bottom, top] = y.domain;
  const expected = area<TrendPoint>(
    xOf,
    (point) => y(point.expected?.low ?? bottom),
    (point) => y(point.expected?.high ?? top),
  ).defined((point) => point.expected !== undefined);
  const dotsOf = (point: TrendPoint): Dot[] => valuesOf(point).map((value) => [xOf(point), y(value)]);
  return (
    <>
      <path className="band" d={expected(points) ?? ''} />
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
      <path className="curve outer" d={path(({ bands }) => bands?.systolic.p95)} />
      <path className="curve outer" d={path(({ bands }) => bands?.diastolic.p95)} />
      <path className="line" d={path(({ value, systolic }) => value ?? systolic)} />
      <path className="line second" d={path(({ diastolic }) => diastolic)} />
      <Dots at={points.filter(({ isAbnormal }) => !isAbnormal).flatMap(dotsOf)} />
      <Dots at={points.filter(({ isAbnormal }) => isAbnormal).flatMap(dotsOf)} flagged />
    </>
  );
});

function valuesOf({ value, systolic, diastolic }: TrendPoint): number[] {
  return [value, systolic, diastolic].filter((known) => known !== undefined);
}

function scales(points: TrendPoint[], width: number) {
  const times = points.map(({ measuredAt }) => Date.parse(measuredAt));
  const values = points.flatMap(({ value, systolic, diastolic, expected, bands }) =>
    [value, systolic, diastolic, expected?.low, expected?.high, bands?.systolic.p95, bands?.diastolic.p95].filter(
      (known) => known !== undefined,
    ),
  );
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.1, 1);
  const spread = first === last ? DAY_MS : 0;
  return {
    x: linear([first - spread, last + spread], [MARGIN.left + 8, width - MARGIN.right - 8]),
    y: niceLinear([low - room, high + room], [HEIGHT - MARGIN.bottom, MARGIN.top], 6),
  };
}
