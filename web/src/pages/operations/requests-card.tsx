import { Fragment, lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { Performance, RouteFigures } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { count, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.requests;
const TimeSeries = lazy(() => import('../../charts/time-series.tsx'));
const KEPT_POINTS = 240;
const SHOWN_ROUTES = 12;

const COLUMNS: Column<RouteFigures>[] = [
  { label: t.route, is: 'lead code', cell: ({ method, route }) => <Route method={method} path={route} /> },
  { label: t.count, is: 'number', cell: (route) => count(route.count) },
  { label: 'p50', is: 'number', cell: ({ p50 }) => duration(p50) },
  { label: 'p95', is: 'number', cell: ({ p95 }) => duration(p95) },
  { label: 'p99', is: 'number', cell: ({ p99 }) => duration(p99) },
];

/** How fast the service answers, by route, and how that went since the page is open. */
export function RequestsCard(): ReactNode {
  const performance = useRead<Performance>('/health/performance', { everyMs: LOOK_EVERY_MS });
  const history = useHistory(performance.data?.p95 ?? null, performance.dataUpdatedAt);
  return (
    <Card title={t.title} lead={t.lead}>
      <Loaded of={performance}>
        {({ routes }) =>
          routes.length === 0 ? (
            <p className="body soft">{t.none}</p>
          ) : (
            <>
              {history.at.length > 1 && (
                <div className="body">
                  <p className="soft small">{t.chart}</p>
                  <Suspense>
                    <TimeSeries at={history.at} lines={[{ name: 'p95', values: history.values, tone: 'accent' }]} />
                  </Suspense>
                </div>
              )}
              <Table
                rows={routes.toSorted((one, other) => other.p95 - one.p95).slice(0, SHOWN_ROUTES)}
                columns={COLUMNS}
                keyOf={({ method, route }) => `${method} ${route}`}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

/** A long path breaks between its parts. */
function Route({ method, path }: { method: string; path: string }): ReactNode {
  const parts = path.split('/').slice(1);
  return (
    <span className="route">
      {method}{' '}
      {parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}/{part}
        </Fragment>
      ))}
    </span>
  );
}

/** Remembers a figure of each answer while the page is open. */
function useHistory(value: number | null, at: number): { at: number[]; values: (number | null)[] } {
  const [points, setPoints] = useState<{ at: number[]; values: (number | null)[] }>({ at: [], values: [] });
  useEffect(() => {
    if (at === 0 || value === null) return;
    setPoints((before) => ({
      at: [...before.at, at / 1000].slice(-KEPT_POINTS),
      values: [...before.values, value].slice(-KEPT_POINTS),
    }));
  }, [at, value]);
  return points;
}
