import type { ReactNode } from 'react';
import type { QueueFigures } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import { count, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.queues;

/** What waits to be done, how long already, and what failed. */
export function QueuesCard(): ReactNode {
  const queues = useRead<{ queues: QueueFigures[] }>('/health/queues', { everyMs: LOOK_EVERY_MS });
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
      </header>
      <Loaded of={queues} lines={3}>
        {({ queues: list }) =>
          list.length === 0 ? (
            <p className="body soft">{t.none}</p>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.name}</th>
                  {(['depth', 'active', 'failed', 'oldest'] as const).map((name) => (
                    <th scope="col" className="number" key={name}>
                      {t[name]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {list.map((queue) => (
                  <tr key={queue.name}>
                    <td className="lead">{queue.name}</td>
                    <td className="number" data-label={t.depth}>
                      {count(queue.depth)}
                    </td>
                    <td className="number" data-label={t.active}>
                      {count(queue.active)}
                    </td>
                    <td className="number" data-label={t.failed}>
                      {count(queue.failed)}
                    </td>
                    <td className="number" data-label={t.oldest}>
                      {queue.oldestAgeSeconds == null ? '—' : duration(queue.oldestAgeSeconds * 1000)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </section>
  );
}
