import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { MeasuredVitals, Summary, Vital } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { calendarDate, count, decimal, instant, words } from '../../parts/format.ts';
import { Table, type Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText } from '../../text/patient.ts';
import { useMe } from '../../session/session.tsx';
import { mayMerge, seesGenomes } from '../../shell/places.ts';
import { DoseAlerts } from './dose-alerts.tsx';
import { ConditionBadge } from './conditions-tab.tsx';
import { ContactCard } from './contact-card.tsx';

const t = patientText.summary;
const LATEST = 6;

/** What one must know before the patient sits down: problems, latest measurements, latest vaccinations. */
export function SummaryTab({ summary }: { summary: Summary }): ReactNode {
  const { patient, chronicConditions, vaccinations, recentVitals, recordCounts } = summary;
  const { role } = useMe();
  const base = `/patients/${patient.id}`;
  return (
    <div className="summary">
      {seesGenomes(role) && <DoseAlerts patientId={patient.id} />}
      <LatestCard title={t.vitals} all={`${base}/vitals`} none={t.noVitals} isEmpty={!recentVitals[0]}>
        <Table
          className="vitals-table"
          name={t.vitals}
          rows={recentVitals}
          columns={VITAL_COLUMNS}
          keyOf={({ recordId }) => recordId}
        />
      </LatestCard>
      <div className="stack">
        <LatestCard
          title={t.conditions}
          all={`${base}/conditions`}
          none={t.noConditions}
          isEmpty={!chronicConditions[0]}
        >
          <ul className="list">
            {chronicConditions.map((condition) => (
              <li key={condition.id} className="row apart">
                <span>
                  <strong>{condition.name}</strong>{' '}
                  {condition.severity && <span className="soft">{condition.severity}</span>}
                </span>
                <ConditionBadge status={condition.status} />
              </li>
            ))}
          </ul>
        </LatestCard>
        <ContactCard patientId={patient.id} />
      </div>
      <div className="stack">
        <LatestCard
          title={t.vaccinations}
          all={`${base}/vaccinations`}
          none={t.noVaccinations}
          isEmpty={!vaccinations[0]}
        >
          <ul className="list">
            {vaccinations.slice(0, LATEST).map((vaccination) => (
              <li key={vaccination.id} className="row apart">
                <span>{vaccination.vaccineName}</span>
                <span className="soft">{calendarDate(vaccination.administeredOn)}</span>
              </li>
            ))}
          </ul>
        </LatestCard>
        <Card title={t.counts}>
          <dl className="facts body">
            {Object.entries(recordCounts).map(([type, n]) => (
              <div key={type}>
                <dt>{words(type)}</dt>
                <dd>{count(n)}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <p className="soft small summary-age">
        {t.asOf(instant(summary.generatedAt))}
        {mayMerge(role) && (
          <>
            {' · '}
            <Link href={`${base}/merges`} className="no-print">
              {patientText.tabs.merges}
            </Link>
          </>
        )}
      </p>
    </div>
  );
}

const SHOWN = ['heightCm', 'weightKg', 'temperatureC', 'bloodPressure', 'heartRate', 'spo2'] as const;

const VITAL_COLUMNS: Column<MeasuredVitals>[] = [
  { label: patientText.columns.when, is: 'lead line', cell: ({ occurredAt }) => instant(occurredAt) },
  ...SHOWN.map((name) => ({
    label: labelOf(name),
    is: 'number' as const,
    cell: ({ vital }: MeasuredVitals) => reading(vital, name),
  })),
];

/** The newest of one kind, and the way to all of them. */
function LatestCard({
  title,
  all,
  none,
  isEmpty,
  children,
}: {
  title: string;
  all: string;
  none: string;
  isEmpty: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <Card
      title={title}
      beside={
        <Link href={all} className="small no-print" aria-label={`${patientText.all}: ${title}`}>
          {patientText.all}
        </Link>
      }
    >
      {isEmpty ? <p className="body soft">{none}</p> : children}
    </Card>
  );
}

function labelOf(name: (typeof SHOWN)[number]): string {
  if (name === 'bloodPressure') return patientText.vital.bloodPressure;
  const { label, unit } = patientText.vital[name];
  return `${label}, ${unit}`;
}

function reading(vital: Vital, name: (typeof SHOWN)[number]): string {
  if (name !== 'bloodPressure') return decimal(vital[name]);
  return vital.systolic && vital.diastolic ? `${vital.systolic}/${vital.diastolic}` : text.none;
}
