import { useState, type ReactNode } from 'react';
import type { Bar, ChartRange, DashboardCharts } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Figure } from '../../charts/figure.tsx';
import { optionsOf, Segments } from '../../parts/field.tsx';
import { calendarDate, count } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { todayText } from '../../text/today.ts';
import { BarChart } from './bar-chart.tsx';

const t = todayText.charts;

/** Visits and vaccinations over a period that one chooses. */
export default function ChartsCard({ within }: { within: string }): ReactNode {
  const [range, setRange] = useState<ChartRange>('month');
  const charts = useRead<DashboardCharts>(`/dashboard/charts?range=${range}&${within}`, { keep: true });
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <Segments label={t.range} value={range} options={optionsOf(t.ranges)} onChange={setRange} />
      </header>
      <Loaded of={charts}>
        {(figures) => (
          <div className="today-charts">
            <Bars key={`visits-${figures.range}`} name={t.visits} bars={figures.visits} charts={figures} />
            <Bars
              key={`vaccinations-${figures.range}`}
              name={t.vaccinations}
              bars={figures.vaccinations}
              charts={figures}
            />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Bars({ name, bars, charts }: { name: string; bars: Bar[]; charts: DashboardCharts }): ReactNode {
  return (
    <Figure
      caption={`${name} ${t.by[charts.by]}`}
      sentence={sentenceOf(bars, charts)}
      chart={<BarChart bars={bars} by={charts.by} />}
      table={
        <Table
          rows={bars}
          keyOf={({ from }) => from}
          columns={[
            { label: t.period, is: 'lead', cell: ({ from }) => calendarDate(from) },
            { label: t.count, is: 'number', cell: ({ total }) => count(total) },
          ]}
        />
      }
    />
  );
}

function sentenceOf(bars: Bar[], { from, to, by }: DashboardCharts): string {
  const total = bars.reduce((sum, bar) => sum + bar.total, 0);
  const [first] = bars.toSorted((one, other) => other.total - one.total);
  if (total === 0 || !first) return t.empty(calendarDate(from), calendarDate(to));
  return t.sentence(
    count(total),
    calendarDate(from),
    calendarDate(to),
    count(first.total),
    t.in[by](calendarDate(first.from)),
  );
}
