import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { MeasuredVitals, Summary, Vital } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { calendarDate, count, decimal, instant, words } from '../../parts/format.ts';
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
      <VitalsCard vitals={recentVitals} base={base} />
      <div className="stack">
        <section className="card">
          <header>
            <h2>{t.conditions}</h2>
            <Link href={`${base}/conditions`} className="small no-print">
              {patientText.all}
            </Link>
          </header>
          {chronicConditions.length === 0 ? (
            <p className="body soft">{t.noConditions}</p>
          ) : (
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
          )}
        </section>
        <ContactCard patientId={patient.id} />
      </div>
      <div className="stack">
        <section className="card">
          <header>
            <h2>{t.vaccinations}</h2>
            <Link href={`${base}/vaccinations`} className="small no-print">
              {patientText.all}
            </Link>
          </header>
          {vaccinations.length === 0 ? (
            <p className="body soft">{t.noVaccinations}</p>
          ) : (
            <ul className="list">
              {vaccinations.slice(0, LATEST).map((vaccination) => (
                <li key={vaccination.id} className="row apart">
                  <span>{vaccination.vaccineName}</span>
                  <span className="soft">{calendarDate(vaccination.administeredOn)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
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

function VitalsCard({ vitals, base }: { vitals: MeasuredVitals[]; base: string }): ReactNode {
  return (
    <section className="card">
      <header>
        <h2>{t.vitals}</h2>
        <Link href={`${base}/vitals`} className="small no-print">
          {patientText.all}
        </Link>
      </header>
      {vitals.length === 0 ? (
        <p className="body soft">{t.noVitals}</p>
      ) : (
        <table className="table vitals-table">
          <thead>
            <tr>
              <th scope="col">{patientText.columns.when}</th>
              {SHOWN.map((name) => (
                <th scope="col" className="number" key={name}>
                  {labelOf(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {vitals.map((recent) => (
              <tr key={recent.recordId}>
                <td className="lead">{instant(recent.occurredAt)}</td>
                {SHOWN.map((name) => (
                  <td key={name} className="number" data-label={labelOf(name)}>
                    {reading(recent.vital, name)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
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
