import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import type { Pool } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { decimal } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.pool;
const TimeSeries = lazy(() => import('../../charts/time-series.tsx'));

/** Connections to the database: how many are in use, and whether anything waits for one. */
export function PoolCard(): ReactNode {
  const pool = useRead<Pool>('/health/database/pool', { everyMs: LOOK_EVERY_MS });
  const series = useMemo(() => seriesOf(pool.data), [pool.data]);
  return (
    <Card title={t.title}>
      <Loaded of={pool}>
        {(figures) => (
          <div className="body stack">
            <dl className="facts">
              <Figure name={t.utilization} value={`${decimal(figures.utilizationPercent)} %`} />
              <Figure name={t.active} value={String(figures.activeConnections)} />
              <Figure name={t.idle} value={String(figures.idleConnections)} />
              <Figure name={t.waiting} value={String(figures.waitingRequests)} />
              <Figure name={t.max} value={String(figures.maxConnections)} />
            </dl>
            <p className="soft">
              {t.sentence(figures.activeConnections, figures.maxConnections, figures.waitingRequests)}
            </p>
            {series.at.length > 1 && (
              <Suspense>
                <TimeSeries at={series.at} lines={series.lines} />
              </Suspense>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

export function Figure({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function seriesOf(pool: Pool | undefined) {
  const history = pool?.history ?? [];
  return {
    at: history.map(({ timestamp }) => Date.parse(timestamp) / 1000),
    lines: [
      { name: t.active, values: history.map(({ activeConnections }) => activeConnections), tone: 'accent' as const },
      { name: t.waiting, values: history.map(({ waitingRequests }) => waitingRequests), tone: 'warn' as const },
    ],
  };
}
