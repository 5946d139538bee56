import { useMemo, useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { HealthRecord, Page, Vital } from '../../api/types.ts';
import { Figure } from '../../charts/figure.tsx';
import { Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, instant } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { patientText } from '../../text/patient.ts';
import { TrendChart, type TrendPoint } from './trend-chart.tsx';

const t = patientText.vitals;
type Measure = Exclude<keyof Vital, 'systolic' | 'diastolic'> | 'bloodPressure';
const MEASURES: Measure[] = [
  'bloodPressure',
  'heartRate',
  'temperatureC',
  'spo2',
  'respiratoryRate',
  'heightCm',
  'weightKg',
];
const MOST_VISITS = 1000;

/** How one vital sign went over time. */
export default function VitalsTab({ patientId }: { patientId: string }): ReactNode {
  const [measure, setMeasure] = useState<Measure>('bloodPressure');
  const visits = useRead<Page<HealthRecord>>(`/patients/${patientId}/health-records?limit=${MOST_VISITS}`);
  const points = useMemo(() => pointsOf(visits.data?.items ?? [], measure), [visits.data, measure]);
  return (
    <section className="card">
      <header>
        <h2>{patientText.tabs.vitals}</h2>
        <div className="no-print">
          <Segments
            label={t.measure}
            value={measure}
            options={MEASURES.map((value) => ({ value, label: namesOf(value).label }))}
            onChange={setMeasure}
          />
        </div>
      </header>
      <Loaded of={visits}>{() => <Trend key={measure} measure={measure} points={points} />}</Loaded>
    </section>
  );
}

function Trend({ measure, points }: { measure: Measure; points: TrendPoint[] }): ReactNode {
  const { label, unit } = namesOf(measure);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) {
    return (
      <Empty title={t.none}>
        <p>{t.noneLead}</p>
      </Empty>
    );
  }
  return (
    <Figure
      caption={`${label}, ${unit}`}
      sentence={t.sentence(
        label.toLowerCase(),
        points.length,
        calendarDate(first.at),
        calendarDate(last.at),
        `${valueText(last)} ${unit}`,
      )}
      chart={
        <TrendChart
          points={points}
          unit={unit}
          textOf={(point) => `${instant(point.at)}: ${valueText(point)} ${unit}`}
        />
      }
      table={
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{patientText.columns.when}</th>
              <th scope="col" className="number">
                {label}, {unit}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={point.id}>
                <td>{instant(point.at)}</td>
                <td className="number">{valueText(point)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function namesOf(measure: Measure): { label: string; unit: string } {
  if (measure !== 'bloodPressure') return patientText.vital[measure];
  return { label: patientText.vital.bloodPressure, unit: patientText.vital.systolic.unit };
}

function valueText({ value, second }: TrendPoint): string {
  return second == null ? decimal(value) : `${value}/${second}`;
}

/** Oldest first; a blood pressure needs both of its values. */
function pointsOf(visits: HealthRecord[], measure: Measure): TrendPoint[] {
  const points = visits.flatMap(({ id, occurredAt, vital }): TrendPoint[] => {
    const value = measure === 'bloodPressure' ? vital?.systolic : vital?.[measure];
    const second = measure === 'bloodPressure' ? vital?.diastolic : undefined;
    if (value == null || (measure === 'bloodPressure' && second == null)) return [];
    return [{ id, at: occurredAt, value, second: second ?? undefined }];
  });
  return points.sort((one, other) => one.at.localeCompare(other.at));
}
