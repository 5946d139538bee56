import type { ReactNode } from 'react';
import type { DatabaseFigures, ScalingTrigger } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import { bytes, count, decimal, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { Figure } from './pool-card.tsx';

const t = operationsText.storage;
/** Sizes move slowly, and counting them costs the database something. */
const LOOK_EVERY_MS = 60_000;
const SHOWN_TABLES = 8;

/** The database's size and use, against the points where one has to scale. */
export function DatabaseCard(): ReactNode {
  const database = useRead<DatabaseFigures>('/health/database', { everyMs: LOOK_EVERY_MS });
  return (
    <section className="card wide">
      <header>
        <h2>{t.title}</h2>
        <p className="soft small">{t.lead}</p>
      </header>
      <Loaded of={database} lines={4}>
        {(figures) => (
          <>
            <dl className="facts body">
              <Figure name={t.version} value={figures.version} />
              <Figure name={t.size} value={bytes(figures.databaseBytes)} />
              <Figure name={t.connections} value={`${figures.connections} / ${figures.maxConnections}`} />
              <Figure name={t.inMemory} value={`${decimal(figures.cacheHitRate * 100)} %`} />
              <Figure name={t.deadlocks} value={count(figures.deadlocks)} />
              <Figure name={t.longest} value={duration(figures.longestTransactionSeconds * 1000)} />
            </dl>
            <div className="database-tables">
              <Triggers triggers={figures.triggers} />
              <Tables tables={figures.tables} />
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Triggers({ triggers }: { triggers: ScalingTrigger[] }): ReactNode {
  return (
    <table className="table">
      <caption>{t.triggers}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">{t.trigger}</th>
          <th scope="col">{t.now}</th>
        </tr>
      </thead>
      <tbody>
        {triggers.map((trigger) => (
          <tr key={trigger.code}>
            <td className="lead">
              <span>
                {trigger.title}
                {trigger.isCrossed && <span className="soft"> {trigger.action}</span>}
              </span>
            </td>
            <td className="number" data-label={t.now}>
              <span className={trigger.isCrossed ? 'badge warn' : 'badge good'}>
                {measure(trigger.value, trigger.unit)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tables({ tables }: { tables: DatabaseFigures['tables'] }): ReactNode {
  return (
    <table className="table">
      <caption>{t.tables}</caption>
      <thead>
        <tr>
          <th scope="col">{t.table}</th>
          <th scope="col" className="number">
            {t.rows}
          </th>
          <th scope="col" className="number">
            {t.size}
          </th>
          <th scope="col" className="number">
            {t.indexes}
          </th>
        </tr>
      </thead>
      <tbody>
        {tables.slice(0, SHOWN_TABLES).map(({ table, rows, bytes: size, indexBytes }) => (
          <tr key={table}>
            <td className="lead code">{table}</td>
            <td className="number" data-label={t.rows}>
              {count(Math.max(rows, 0))}
            </td>
            <td className="number" data-label={t.size}>
              {bytes(size)}
            </td>
            <td className="number" data-label={t.indexes}>
              {bytes(indexBytes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function measure(value: number, unit: string): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'ms') return duration(value);
  return unit === '%' ? `${decimal(value)} %` : `${count(Math.round(value))} ${unit}`;
}
