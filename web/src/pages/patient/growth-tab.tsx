import { useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Growth, GrowthMeasurement, GrowthValue, Indicator, Patient } from '../../api/types.ts';
import { Figure } from '../../charts/figure.tsx';
import { Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, instant, words } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { patientText } from '../../text/patient.ts';
import { patientsText } from '../../text/patients.ts';
import { GrowthChart } from './growth-chart.tsx';
import { ageText, percentileText } from './growth.rules.ts';

const t = patientText.growth;
type Charted = keyof typeof t.indicators;

/** A measurement of the one indicator that is shown. */
export interface GrowthPoint {
  recordId: string;
  measuredAt: string;
  ageMonths: number;
  value: GrowthValue;
}

/** How the child grows against the chosen reference. */
export default function GrowthTab({ patient }: { patient: Patient }): ReactNode {
  const [chosen, setChosen] = useState<'cdc' | 'who' | null>(null);
  const [indicator, setIndicator] = useState<Charted>('heightForAge');
  const growth = useRead<Growth>(`/patients/${patient.id}/growth${chosen ? `?reference=${chosen}` : ''}`, {
    keep: true,
  });
  const reference = chosen ?? growth.data?.reference ?? 'cdc';
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <div className="row no-print">
          <Segments
            label={t.measure}
            value={indicator}
            options={(Object.keys(t.indicators) as Charted[]).map((value) => ({ value, label: t.indicators[value] }))}
            onChange={setIndicator}
          />
          <Segments
            label={t.reference}
            value={reference}
            options={(['cdc', 'who'] as const).map((value) => ({ value, label: t.references[value] }))}
            onChange={setChosen}
          />
        </div>
      </header>
      <Loaded of={growth}>
        {({ measurements }) => (
          <Indicated
            key={indicator}
            points={pointsOf(measurements, indicator)}
            indicator={indicator}
            reference={reference}
            patient={patient}
          />
        )}
      </Loaded>
    </section>
  );
}

function Indicated({
  points,
  indicator,
  reference,
  patient,
}: {
  points: GrowthPoint[];
  indicator: Charted;
  reference: 'cdc' | 'who';
  patient: Patient;
}): ReactNode {
  const last = points.at(-1);
  if (!last) {
    return (
      <Empty title={t.none}>
        <p>{t.noneLead}</p>
      </Empty>
    );
  }
  const sex = patientsText.sexes[patient.sex].toLowerCase();
  return (
    <>
      {patient.sex !== 'female' && patient.sex !== 'male' && <p className="notice warn">{t.noReference}</p>}
      <Figure
        caption={t.caption(t.indicators[indicator], t.references[reference], sex)}
        sentence={sentenceOf(points, last)}
        chart={<GrowthChart points={points} indicator={indicator} reference={reference} sex={patient.sex} />}
        table={<GrowthTable points={points} />}
      />
    </>
  );
}

function sentenceOf(points: GrowthPoint[], last: GrowthPoint): string {
  const { value, unit, percentile } = last.value;
  if (percentile == null) return t.sentenceWithout(points.length);
  return t.sentence(points.length, `${decimal(value)} ${unit}`, percentileText(percentile), ageText(last.ageMonths));
}

function GrowthTable({ points }: { points: GrowthPoint[] }): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t.measuredAt}</th>
          <th scope="col">{t.age}</th>
          <th scope="col" className="number">
            {t.value}
          </th>
          <th scope="col" className="number">
            {t.zScore}
          </th>
          <th scope="col" className="number">
            {t.percentile}
          </th>
          <th scope="col">{t.flags}</th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map(({ recordId, measuredAt, ageMonths, value }) => (
          <tr key={recordId}>
            <td className="lead" title={instant(measuredAt)}>
              {calendarDate(measuredAt)}
            </td>
            <td data-label={t.age}>{ageText(ageMonths)}</td>
            <td data-label={t.value} className="number">
              {decimal(value.value)} {value.unit}
            </td>
            <td data-label={t.zScore} className="number">
              {value.zScore == null ? text.none : value.zScore.toFixed(2)}
            </td>
            <td data-label={t.percentile} className="number">
              {value.percentile == null ? text.none : percentileText(value.percentile)}
            </td>
            <td data-label={t.flags}>{value.flags.map(words).join(', ') || text.none}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function pointsOf(measurements: GrowthMeasurement[], indicator: Indicator): GrowthPoint[] {
  return measurements.flatMap(({ recordId, measuredAt, ageMonths, [indicator]: value }) =>
    value ? [{ recordId, measuredAt, ageMonths, value }] : [],
  );
}
