import { useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Trend, TrendPoint, Trends } from '../../api/types.ts';
import { Figure } from '../../charts/figure.tsx';
import { Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, instant, words } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText } from '../../text/patient.ts';
import { TrendChart } from './trend-chart.tsx';

const t = patientText.vitals;
const FIRST_SHOWN = 'bloodPressure';

/** How the vital signs went over time, against what is expected at that age. */
export default function VitalsTab({ patientId }: { patientId: string }): ReactNode {
  const [chosen, setChosen] = useState(FIRST_SHOWN);
  const trends = useRead<Trends>(`/patients/${patientId}/vitals`);
  const series = trends.data?.series ?? [];
  const shown = series.find(({ kind }) => kind === chosen) ?? series[0];
  return (
    <section className="card">
      <header>
        <h2>{patientText.tabs.vitals}</h2>
        {shown && (
          <div className="no-print">
            <Segments
              label={t.measure}
              value={shown.kind}
              options={series.map(({ kind }) => ({ value: kind, label: nameOf(kind) }))}
              onChange={setChosen}
            />
          </div>
        )}
      </header>
      <Loaded of={trends}>
        {() =>
          shown ? (
            <TrendFigure key={shown.kind} trend={shown} />
          ) : (
            <Empty title={t.none}>
              <p>{t.noneLead}</p>
            </Empty>
          )
        }
      </Loaded>
    </section>
  );
}

function TrendFigure({ trend }: { trend: Trend }): ReactNode {
  const { kind, unit, points, totalPoints } = trend;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return <Empty title={t.none} />;
  const name = nameOf(kind);
  const saidLatest = `${reading(last)} ${unit}${last.isAbnormal ? `, ${t.abnormal}` : ''}`;
  return (
    <Figure
      caption={`${name}, ${unit}`}
      sentence={t.sentence(
        name.toLowerCase(),
        totalPoints,
        calendarDate(first.measuredAt),
        calendarDate(last.measuredAt),
        saidLatest,
      )}
      chart={<TrendChart points={points} unit={unit} textOf={(point) => pointText(point, unit)} />}
      table={<TrendTable trend={trend} />}
    />
  );
}

function TrendTable({ trend: { kind, unit, points } }: { trend: Trend }): ReactNode {
  return (
    <Table
      rows={points.toReversed()}
      keyOf={({ recordId }) => recordId}
      columns={[
        { label: patientText.columns.when, is: 'lead line', cell: ({ measuredAt }) => instant(measuredAt) },
        { label: `${nameOf(kind)}, ${unit}`, is: 'number', cell: reading },
        { label: t.standing, cell: (point) => standing(point) || text.none },
      ]}
    />
  );
}

function pointText(point: TrendPoint, unit: string): string {
  return [`${instant(point.measuredAt)}: ${reading(point)} ${unit}`, standing(point)].filter(Boolean).join(' · ');
}

/** Where a reading stands, in words. */
function standing({ class: pressureClass, isAbnormal, expected }: TrendPoint): string {
  if (pressureClass) return words(pressureClass);
  if (isAbnormal) return t.abnormal;
  return expected ? t.expected : '';
}

function reading({ value, systolic, diastolic }: TrendPoint): string {
  return systolic === undefined ? decimal(value) : `${systolic}/${diastolic}`;
}

function nameOf(kind: string): string {
  const known = patientText.vital[kind as keyof typeof patientText.vital];
  return typeof known === 'string' ? known : known.label;
}
