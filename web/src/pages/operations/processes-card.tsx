import type { ReactNode } from 'react';
import type { Performance } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import { ago, bytes, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.processes;

/** Every process of the service: its memory, how long its event loop was held up, and its threads. */
export function ProcessesCard(): ReactNode {
  const performance = useRead<Performance>('/health/performance', { everyMs: LOOK_EVERY_MS });
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
      </header>
      <Loaded of={performance} lines={3}>
        {({ processes }) => (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.process}</th>
                <th scope="col">{t.started}</th>
                <th scope="col" className="number">
                  {t.memory}
                </th>
                <th scope="col" className="number">
                  {t.delay}
                </th>
                <th scope="col" className="number">
                  {t.threads}
                </th>
              </tr>
            </thead>
            <tbody>
              {processes.map((process) => (
                <tr key={process.id}>
                  <td className="lead">
                    {process.role} <span className="soft">{process.pid}</span>
                  </td>
                  <td data-label={t.started}>{ago(process.startedAt)}</td>
                  <td className="number" data-label={t.memory}>
                    {bytes(process.memory.rssBytes)}
                  </td>
                  <td className="number" data-label={t.delay}>
                    {duration(process.eventLoop.p99)}
                  </td>
                  <td className="number" data-label={t.threads}>
                    {t.threadsOf(process.threads.running, process.threads.maxThreads, process.threads.queued)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </section>
  );
}
