import { line } from 'd3-shape';
import { memo, useDeferredValue, useMemo, useState, type PointerEvent, type ReactNode } from 'react';
import type { Sex } from '../../api/types.ts';
import { Axes, type Margin } from '../../charts/axis.tsx';
import { Dots, type Dot } from '../../charts/dots.tsx';
import { linear, niceLinear, type Scale } from '../../charts/scale.ts';
import { Scrub } from '../../charts/scrub.tsx';
import { useWidth } from '../../charts/use-width.ts';
import { Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, words } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { ageText, curvesOf, percentileText, type Curve } from './growth.rules.ts';
import type { GrowthPoint } from './growth-tab.tsx';

const t = patientText.growth;
const HEIGHT = 420;
const MARGIN: Margin = { top: 28, right: 40, bottom: 40, left: 44 };
/** Room left and right of the measurements when the chart fits them, in months. */
const AROUND_MONTHS = 12;
const WHOLE_MONTHS = 240;

interface GrowthChartProps {
  points: GrowthPoint[];
  indicator: string;
  reference: 'cdc' | 'who';
  sex: Sex;
}

/** Measurements over the percentile curves; the scrubber below walks from point to point. */
export function GrowthChart({ points, indicator, reference, sex }: GrowthChartProps): ReactNode {
  const [range, setRange] = useState<'fit' | 'full'>('fit');
  const drawnRange = useDeferredValue(range);
  const [chosen, setChosen] = useState<string>();
  const [element, width] = useWidth(760);
  const curves = useMemo(() => curvesOf(reference, indicator, sex), [reference, indicator, sex]);
  const { x, y } = useMemo(() => scales(points, curves, drawnRange, width), [points, curves, drawnRange, width]);
  // The visit stays chosen when another of its measures is shown.
  const found = points.findIndex(({ recordId }) => recordId === chosen);
  const at = found === -1 ? points.length - 1 : found;
  const marked = points[at];
  const choose = (index: number): void => setChosen(points[index]?.recordId);
  const followPointer = (event: PointerEvent<SVGSVGElement>): void => {
    const month = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    choose(nearest(points, month));
  };

  return (
    <div className="stack">
      <div className="no-print">
        <Segments
          label={t.range}
          value={range}
          options={(['fit', 'full'] as const).map((value) => ({ value, label: t.ranges[value] }))}
          onChange={setRange}
        />
      </div>
      <div className="chart" ref={element}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true" onPointerMove={followPointer}>
          <Drawing points={points} curves={curves} x={x} y={y} width={width} />
          {marked && (
            <g>
              <line
                className="mark-line"
                x1={x(marked.ageMonths)}
                x2={x(marked.ageMonths)}
                y1={MARGIN.top}
                y2={HEIGHT - MARGIN.bottom}
              />
              <circle
                className={isFlagged(marked) ? 'dot flagged' : 'dot'}
                cx={x(marked.ageMonths)}
                cy={y(marked.value.value)}
                r={6}
              />
            </g>
          )}
        </svg>
      </div>
      <Scrub label={t.point} count={points.length} at={at} said={marked ? pointText(marked) : ''} onChange={choose} />
    </div>
  );
}

interface DrawingProps {
  points: GrowthPoint[];
  curves: Curve[];
  x: Scale;
  y: Scale;
  width: number;
}

/** What stays while one walks from point to point. */
const Drawing = memo(function Drawing({ points, curves, x, y, width }: DrawingProps): ReactNode {
  const path = line(
    ([month]) => x(month),
    ([, value]) => y(value),
  ).digits(1);
  const dotOf = ({ ageMonths, value }: GrowthPoint): Dot => [x(ageMonths), y(value.value)];
  return (
    <>
      <Axes
        width={width}
        height={HEIGHT}
        margin={MARGIN}
        x={monthTicks(x.domain, width).map((month) => ({ at: x(month), label: monthLabel(month) }))}
        y={y.ticks(8).map((value) => ({ at: y(value), label: String(value) }))}
        xName={t.age}
        yName={points[0]?.value.unit ?? ''}
      />
      <clipPath id="growth-plot">
        <rect
          x={MARGIN.left}
          y={MARGIN.top - 6}
          width={width - MARGIN.left - MARGIN.right}
          height={HEIGHT - MARGIN.top - MARGIN.bottom + 6}
        />
      </clipPath>
      <g clipPath="url(#growth-plot)">
        {curves.map(({ percentile, segments }) => (
          <path
            key={percentile}
            className={curveClass(percentile)}
            d={segments.map((segment) => path(segment) ?? '').join('')}
          />
        ))}
        <path className="line" d={path(points.map(({ ageMonths, value }) => [ageMonths, value.value])) ?? ''} />
        <Dots at={points.filter((point) => !isFlagged(point)).map(dotOf)} />
        <Dots at={points.filter(isFlagged).map(dotOf)} flagged />
      </g>
      <CurveLabels curves={curves} x={x} y={y} width={width} />
    </>
  );
});

function isFlagged({ value }: GrowthPoint): boolean {
  return value.flags.length > 0;
}

/** Each curve's percentile, at its right end or where the chart cuts it off. */
function CurveLabels({ curves, x, y, width }: { curves: Curve[]; x: Scale; y: Scale; width: number }): ReactNode {
  const right = width - MARGIN.right;
  return curves.map(({ percentile, segments }) => {
    const end = pointAtOrBefore(segments, x.domain[1]);
    return (
      end && (
        <text key={percentile} x={Math.min(x(end[0]), right) + 6} y={y(end[1])} dy="0.35em">
          {percentile}
        </text>
      )
    );
  });
}

/** The curve's point at a month, between two of its own, or its last point where it ends before. */
function pointAtOrBefore(segments: Curve['segments'], month: number): [number, number] | undefined {
  const segment = segments.findLast(([first]) => first && first[0] <= month);
  const after = segment?.findIndex(([at]) => at >= month) ?? -1;
  const [low, high] = [segment?.[after - 1], segment?.[after]];
  if (!low || !high) return segment?.at(-1);
  return [month, low[1] + ((month - low[0]) / (high[0] - low[0])) * (high[1] - low[1])];
}

function scales(points: GrowthPoint[], curves: Curve[], range: 'fit' | 'full', width: number) {
  const ages = points.map(({ ageMonths }) => ageMonths);
  const first = range === 'full' ? 0 : Math.max(0, Math.min(...ages) - AROUND_MONTHS);
  const last = range === 'full' ? WHOLE_MONTHS : Math.max(...ages) + AROUND_MONTHS;
  const values = [
    ...points.map(({ value }) => value.value),
    ...curves.flatMap(({ segments }) =>
      segments.flat().flatMap(([month, value]) => (month >= first && month <= last ? [value] : [])),
    ),
  ];
  const x = linear([first, last], [MARGIN.left, width - MARGIN.right]);
  const y = niceLinear([Math.min(...values), Math.max(...values)], [HEIGHT - MARGIN.bottom, MARGIN.top], 8);
  return { x, y };
}

function curveClass(percentile: number): string {
  if (percentile === 50) return 'curve median';
  return percentile === 3 || percentile === 97 ? 'curve outer' : 'curve';
}

/** Whole years, or whole half-years and months where the span is short. */
function monthTicks([first, last]: [number, number], width: number): number[] {
  const wanted = Math.max(3, Math.floor(width / 90));
  const step = [1, 3, 6, 12, 24, 36, 48].find((candidate) => (last - first) / candidate <= wanted) ?? 60;
  const ticks: number[] = [];
  for (let month = Math.ceil(first / step) * step; month <= last; month += step) ticks.push(month);
  return ticks;
}

function monthLabel(month: number): string {
  if (month < 24 && month !== 12) return `${month} mo`;
  return `${Number((month / 12).toFixed(2))} y`;
}

function nearest(points: GrowthPoint[], month: number): number {
  let best = 0;
  points.forEach(({ ageMonths }, index) => {
    const current = points[best]?.ageMonths ?? Infinity;
    if (Math.abs(ageMonths - month) < Math.abs(current - month)) best = index;
  });
  return best;
}

function pointText({ measuredAt, ageMonths, value }: GrowthPoint): string {
  const parts = [`${calendarDate(measuredAt)}, ${ageText(ageMonths)}: ${decimal(value.value)} ${value.unit}`];
  if (value.percentile != null) parts.push(`${percentileText(value.percentile)} percentile`);
  if (value.zScore != null) parts.push(`z ${value.zScore.toFixed(2)}`);
  return [...parts, ...value.flags.map(words)].join(' · ');
}
