import { lazy, Suspense, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { DashboardStats } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { count, instant } from '../../parts/format.ts';
import { SelectField } from '../../parts/field.tsx';
import { useSchools } from '../../parts/schools.ts';
import { Loaded, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useMe } from '../../session/session.tsx';
import { mayRecord } from '../../shell/places.ts';
import { todayText } from '../../text/today.ts';
import { ActivityCard } from './activity-card.tsx';
import { AttentionCard } from './attention-card.tsx';
import { OpenedRecordsCard } from './opened-records-card.tsx';
import './today.css';

const Charts = lazy(() => import('./charts-card.tsx'));
const t = todayText;
const LOOK_EVERY_MS = 60_000;

/** What a working day begins with: what needs attention, and how things stand, for one school or a whole district. */
export default function TodayPage(): ReactNode {
  useTitle(t.title);
  const { role, organizationName } = useMe();
  const [params, setParams] = useSearchParams();
  const schools = useSchools();
  const organizationId = params.get('organizationId') ?? '';
  const within = organizationId ? `organizationId=${encodeURIComponent(organizationId)}` : '';
  const stats = useRead<DashboardStats>(`/dashboard/stats?${within}`, { everyMs: LOOK_EVERY_MS, keep: true });
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="soft">
            {[organizationName, stats.data && t.asOf(instant(stats.data.generatedAt))].filter(Boolean).join(' · ')}
          </p>
        </div>
        {schools && (
          <SelectField
            label={t.school}
            name="organizationId"
            options={[{ value: '', label: t.allSchools }, ...[...schools].map(([value, label]) => ({ value, label }))]}
            value={organizationId}
            onChange={(event) => setParams(event.target.value ? { organizationId: event.target.value } : {})}
          />
        )}
      </header>
      {role === 'org-admin' && <OpenedRecordsCard />}
      <Loaded of={stats} lines={3}>
        {(figures) => <Figures stats={figures} />}
      </Loaded>
      {mayRecord(role) && <AttentionCard within={within} />}
      <Suspense fallback={<Skeleton />}>
        <Charts within={within} />
      </Suspense>
      {mayRecord(role) && <ActivityCard within={within} />}
    </div>
  );
}

function Figures({ stats }: { stats: DashboardStats }): ReactNode {
  const { patients, allergies, chronicConditions, visits, vaccinations, imports } = stats;
  const severe = (allergies.bySeverity['SEVERE'] ?? 0) + (allergies.bySeverity['LIFE_THREATENING'] ?? 0);
  const figures: [string, number, string][] = [
    [t.stats.patients, patients.total, t.stats.newPatients(count(patients.newThisMonth))],
    [t.stats.visitsToday, visits.today, t.stats.week(count(visits.thisWeek), count(visits.lastWeek))],
    [t.stats.severe, severe, t.stats.ofActive(count(allergies.active))],
    [t.stats.conditions, chronicConditions.byStatus['ACTIVE'] ?? 0, ''],
    [t.stats.vaccinations, vaccinations.last30Days, imports.running > 0 ? t.stats.imports(imports.running) : ''],
  ];
  return (
    <dl className="today-figures">
      {figures.map(([name, value, note]) => (
        <div key={name} className="card">
          <dt>{name}</dt>
          <dd>
            <strong>{count(value)}</strong>
            {note && <span className="soft small">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
