import type { ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { Details } from './details.tsx';

const t = operationsText.storage;
/** Sizes move slowly, and counting them costs the database something. */
const LOOK_EVERY_MS = 60_000;

/** The database's size and use against the points where one has to scale. */
export function DatabaseCard(): ReactNode {
  const database = useRead<Record<string, unknown>>('/health/database', { everyMs: LOOK_EVERY_MS });
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <p className="soft small">{t.lead}</p>
      </header>
      <div className="body">
        <Loaded of={database} lines={4}>
          {(figures) => <Details of={figures} />}
        </Loaded>
      </div>
    </section>
  );
}
