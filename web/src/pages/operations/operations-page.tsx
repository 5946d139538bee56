import { useEffect, useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { HealthStatus, Readiness } from '../../api/types.ts';
import { ago, words } from '../../parts/format.ts';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { operationsText as t } from '../../text/operations.ts';
import { AlertsCard } from './alerts-card.tsx';
import { AuditCard } from './audit-card.tsx';
import { CacheCard } from './cache-card.tsx';
import { DatabaseCard } from './database-card.tsx';
import { PoolCard } from './pool-card.tsx';
import { ProcessesCard } from './processes-card.tsx';
import { QueriesCard } from './queries-card.tsx';
import { QueuesCard } from './queues-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import './operations.css';

export const LOOK_EVERY_MS = 5_000;
const TONES: Record<HealthStatus, string> = { ok: 'good', degraded: 'warn', down: 'danger' };

/** Is the service well, and if not, where does it hurt and what is to be done. */
export default function OperationsPage(): ReactNode {
  useTitle(t.title);
  return (
    <div className="page">
      <Glance />
      <AlertsCard />
      <div className="operations">
        <div className="stack">
          <RequestsCard />
          <ProcessesCard />
        </div>
        <div className="stack">
          <PoolCard />
          <CacheCard />
          <QueuesCard />
        </div>
        <QueriesCard />
        <AuditCard />
        <DatabaseCard />
      </div>
    </div>
  );
}

/** The one line an operator reads first. */
function Glance(): ReactNode {
  // A service that is down says so with a 503 and the same body: that is an answer, not a failure.
  const ready = useRead<Readiness>('/health/ready', { everyMs: LOOK_EVERY_MS, accepts: 503 });
  if (!ready.data) return ready.error ? <Failure problem={ready.error} /> : <Skeleton lines={2} />;
  const { status, checks } = ready.data;
  return (
    <header className="page-head">
      <div>
        <h1>{t.title}</h1>
        <Age at={ready.dataUpdatedAt} failing={ready.error !== null} />
      </div>
      <div className="row" role="status">
        <span className={`badge glance ${TONES[status]}`}>{t.statuses[status]}</span>
        {Object.entries(checks).map(([name, { status: state }]) => (
          <span key={name} className={state === 'ok' ? 'badge' : 'badge warn'}>
            {t.checks[name] ?? words(name)}: {state}
          </span>
        ))}
      </div>
    </header>
  );
}

/** How old the figures are; when the service stops answering this goes on counting. */
function Age({ at, failing }: { at: number; failing: boolean }): ReactNode {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const age = ago(at, Math.max(now, at));
  return <p className={failing ? 'badge danger' : 'soft'}>{failing ? t.stale(age) : t.updated(age)}</p>;
}
