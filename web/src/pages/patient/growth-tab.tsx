import { memo, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Growth, GrowthMeasurement, GrowthValue, Indicator, PatientIdentity } from '../../api/types.ts';
import { Figure } from '../../charts/figure.tsx';
import { optionsOf, Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, words } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
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
export default function GrowthTab({ patient }: { patient: PatientIdentity }): ReactNode {
  const [chosen, setChosen] = useState<'cdc' | 'who' | null>(null);
  const [indicator, setIndicator] = useState<Charted>('heightForAge');
  const growth = useRead<Growth>(`/patients/${patient.id}/growth${chosen ? `?reference=${chosen}` : ''}`, {
    keep: true,
  });
  // The choice is marked at once; curves and points follow when they are drawn, both of the reference that was answered with.
  const drawn = useDeferredValue(indicator);
  const data = useDeferredValue(growth.data);
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <div className="row no-print">
          <Segments label={t.measure} value={indicator} options={optionsOf(t.indicators)} onChange={setIndicator} />
          <Segments
            label={t.reference}
            value={chosen ?? data?.reference ?? 'cdc'}
            options={optionsOf(t.references)}
            onChange={setChosen}
          />
        </div>
      </header>
      <Loaded of={{ data, error: growth.error, refetch: growth.refetch }}>
        {({ measurements, reference }) => (
          <Indicated measurements={measurements} indicator={drawn} reference={reference} patient={patient} />
        )}
      </Loaded>
    </section>
  );
}

/** Drawn anew only when it shows something else: what is pressed beside it does not wait for it. */
const Indicated = memo(function Indicated({
  measurements,
  indicator,
  reference,
  patient,
}: {
  measurements: GrowthMeasurement[];
  indicator: Charted;
  reference: 'cdc' | 'who';
  patient: PatientIdentity;
}): ReactNode {
  const points = useMemo(() => pointsOf(measurements, indicator), [measurements, indicator]);
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
});

function sentenceOf(points: GrowthPoint[], last: GrowthPoint): string {
  const { value, unit, percentile } = last.value;
  if (percentile == null) return t.sentenceWithout(points.length);
  return t.sentence(points.length, `${decimal(value)} ${unit}`, percentileText(percentile), ageText(last.ageMonths));
}

const COLUMNS: Column<GrowthPoint>[] = [
  { label: t.measuredAt, is: 'lead', cell: ({ measuredAt }) => calendarDate(measuredAt) },
  { label: t.age, cell: ({ ageMonths }) => ageText(ageMonths) },
  { label: t.value, is: 'number', cell: ({ value: { value, unit } }) => `${decimal(value)} ${unit}` },
  { label: t.zScore, is: 'number', cell: ({ value: { zScore } }) => (zScore == null ? text.none : zScore.toFixed(2)) },
  {
    label: t.percentile,
    is: 'number',
    cell: ({ value: { percentile } }) => (percentile == null ? text.none : percentileText(percentile)),
  },
  { label: t.flags, cell: ({ value: { flags } }) => flags.map(words).join(', ') || text.none },
];

function GrowthTable({ points }: { points: GrowthPoint[] }): ReactNode {
  return <Table rows={points.toReversed()} columns={COLUMNS} keyOf={({ recordId }) => recordId} />;
}

function pointsOf(measurements: GrowthMeasurement[], indicator: Indicator): GrowthPoint[] {
  return measurements.flatMap(({ recordId, measuredAt, ageMonths, [indicator]: value }) =>
    value ? [{ recordId, measuredAt, ageMonths, value }] : [],
  );
}
