import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { Performance } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import { count, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.requests;
const TimeSeries = lazy(() => import('../../charts/time-series.tsx'));
const KEPT_POINTS = 240;
const SHOWN_ROUTES = 12;

/** How fast the service answers, by route, and how that went since the page is open. */
export function RequestsCard(): ReactNode {
  const performance = useRead<Performance>('/health/performance', { everyMs: LOOK_EVERY_MS });
  const history = useHistory(performance.data?.p95 ?? null, performance.dataUpdatedAt);
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <p className="soft small">{t.lead}</p>
      </header>
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
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t.route}</th>
                    <th scope="col" className="number">
                      {t.count}
                    </th>
                    {(['p50', 'p95', 'p99'] as const).map((name) => (
                      <th scope="col" className="number" key={name}>
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {routes
                    .toSorted((one, other) => other.p95 - one.p95)
                    .slice(0, SHOWN_ROUTES)
                    .map((route) => (
                      <tr key={`${route.method} ${route.route}`}>
                        <td className="lead code">
                          {route.method} {route.route}
                        </td>
                        <td className="number" data-label={t.count}>
                          {count(route.count)}
                        </td>
                        {(['p50', 'p95', 'p99'] as const).map((name) => (
                          <td className="number" data-label={name} key={name}>
                            {duration(route[name])}
                          </td>
                        ))}
                      </tr>
                    ))}
                </tbody>
              </table>
            </>
          )
        }
      </Loaded>
    </section>
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
