import type { ReactNode } from 'react';
import type { CacheStats } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import { bytes, count, decimal } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.cache;

/** How much is answered from memory, in each tier. */
export function CacheCard(): ReactNode {
  const stats = useRead<CacheStats>('/health/cache/stats', { everyMs: LOOK_EVERY_MS });
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
      </header>
      <Loaded of={stats} lines={3}>
        {(figures) => (
          <>
            <p className="body soft">{t.overall(rate(figures.hitRate), count(figures.invalidations))}</p>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.tier}</th>
                  {(['hitRate', 'hits', 'misses', 'entries', 'size'] as const).map((name) => (
                    <th scope="col" className="number" key={name}>
                      {t[name]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(['l1', 'l2'] as const).map((name) => {
                  const tier = figures[name];
                  return (
                    <tr key={name}>
                      <td className="lead">
                        {t.tiers[name]}{' '}
                        {tier.connected === false && <span className="badge warn">{t.disconnected}</span>}
                      </td>
                      <td className="number" data-label={t.hitRate}>
                        {rate(tier.hitRate)}
                      </td>
                      <td className="number" data-label={t.hits}>
                        {count(tier.hits)}
                      </td>
                      <td className="number" data-label={t.misses}>
                        {count(tier.misses)}
                      </td>
                      <td className="number" data-label={t.entries}>
                        {count(tier.entries)}
                      </td>
                      <td className="number" data-label={t.size}>
                        {bytes(tier.bytes)}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </section>
  );
}

function rate(share: number | null | undefined): string {
  return share == null ? '—' : `${decimal(share * 100)} %`;
}
