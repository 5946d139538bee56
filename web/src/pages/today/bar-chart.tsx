import { useState, type ReactNode } from 'react';
import type { Bar } from '../../api/types.ts';
import { Axes, type Margin } from '../../charts/axis.tsx';
import { linear, niceLinear } from '../../charts/scale.ts';
import { Scrub } from '../../charts/scrub.tsx';
import { useWidth } from '../../charts/use-width.ts';
import { calendarDate, count, words } from '../../parts/format.ts';
import { todayText } from '../../text/today.ts';

const t = todayText.charts;
const HEIGHT = 220;
const MARGIN: Margin = { top: 12, right: 8, bottom: 40, left: 36 };
const LABEL_WIDTH = 56;
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' });

/** Counts as bars from zero; the scrubber below says what each holds. */
export function BarChart({ bars, by }: { bars: Bar[]; by: 'day' | 'week' | 'month' }): ReactNode {
  const [at, setAt] = useState(Math.max(bars.length - 1, 0));
  const [element, width] = useWidth(480);
  const x = linear([0, Math.max(bars.length, 1)], [MARGIN.left, width - MARGIN.right]);
  const most = Math.max(4, ...bars.map(({ total }) => total));
  const y = niceLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top], 4);
  const step = Math.max(1, Math.ceil((bars.length * LABEL_WIDTH) / (width - MARGIN.left - MARGIN.right)));
  const format = by === 'month' ? MONTH : DAY;
  const labels = bars.flatMap(({ from }, index) =>
    index % step === 0 ? [{ at: x(index + 0.5), label: format.format(new Date(`${from}T00:00:00Z`)) }] : [],
  );
  const marked = bars[at];
  const barWidth = Math.max(2, (x(1) - x(0)) * 0.7);
  return (
    <div className="stack">
      <div className="chart" ref={element}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
          <Axes
            width={width}
            height={HEIGHT}
            margin={MARGIN}
            x={labels}
            y={y
              .ticks(4)
              .filter(Number.isInteger)
              .map((value) => ({ at: y(value), label: String(value) }))}
            xName=""
            yName=""
          />
          {bars.map(({ from, total }, index) => (
            <rect
              key={from}
              className={index === at ? 'bar marked' : 'bar'}
              x={x(index + 0.5) - barWidth / 2}
              width={barWidth}
              y={y(total)}
              height={y(0) - y(total)}
              rx={Math.min(2, barWidth / 3)}
            />
          ))}
        </svg>
      </div>
      <Scrub label={t.bar} count={bars.length} at={at} said={marked ? barText(marked) : ''} onChange={setAt} />
    </div>
  );
}

function barText({ from, total, byType }: Bar): string {
  const types = Object.entries(byType);
  const parts = types.length > 1 ? types.map(([type, n]) => `${words(type)} ${count(n)}`) : [];
  return [`${calendarDate(from)}: ${count(total)}`, ...parts].join(' · ');
}
