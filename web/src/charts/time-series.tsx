import { useEffect, useRef, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { timeOfDay } from '../parts/format.ts';
import { useWidth } from './use-width.ts';

const HEIGHT = 160;
/** Steps between marks: whole minutes below, whole numbers beside. */
const MINUTES = [60, 120, 300, 600, 1800, 3600, 7200, 14_400];
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

interface TimeSeriesProps {
  /** Seconds since 1970, ascending. */
  at: number[];
  lines: { name: string; values: (number | null)[]; tone: 'accent' | 'warn' }[];
}

/** Figures over time on a canvas: hundreds of points that change every few seconds. Only the operations page loads it. */
export default function TimeSeries({ at, lines }: TimeSeriesProps): ReactNode {
  const [element, width] = useWidth(480);
  const plot = useRef<uPlot | null>(null);
  const names = lines.map(({ name, tone }) => `${name}/${tone}`).join();
  useEffect(() => {
    if (!element.current) return undefined;
    plot.current = new uPlot(optionsOf(lines, element.current), [[], ...lines.map(() => [])], element.current);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
    // The plot is made anew only when its lines are others; new figures go in below.
  }, [names]);
  useEffect(() => {
    plot.current?.setData([at, ...lines.map(({ values }) => values)]);
  }, [at, lines, names]);
  useEffect(() => plot.current?.setSize({ width, height: HEIGHT }), [width, names]);
  return <div className="time-series" ref={element} aria-hidden="true" />;
}

function optionsOf(lines: TimeSeriesProps['lines'], element: Element): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => resolved(style.getPropertyValue(`--${name}`), element);
  const axis: uPlot.Axis = {
    stroke: colour('ink-soft'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width: 480,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.15)] } },
    axes: [
      { ...axis, size: 28, incrs: MINUTES, values: (_plot, ticks) => ticks.map(clock) },
      { ...axis, size: 44, incrs: WHOLE },
    ],
    series: [
      {},
      ...lines.map(({ name, tone }) => ({
        label: name,
        stroke: colour(tone),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}

/** A canvas knows no `light-dark()`: the browser is asked what the colour is here and now. */
function resolved(colour: string, element: Element): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function clock(seconds: number): string {
  return timeOfDay(new Date(seconds * 1000).toISOString());
}
