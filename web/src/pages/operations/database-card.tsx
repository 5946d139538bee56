import type { ReactNode } from 'react';
import type { DatabaseFigures, ScalingTrigger } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { bytes, count, decimal, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
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
    <Card title={t.title} lead={t.lead} wide>
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
              <Table
                caption={t.triggers}
                headUnseen
                rows={figures.triggers}
                columns={TRIGGER_COLUMNS}
                keyOf={({ code }) => code}
              />
              <Table
                caption={t.tables}
                rows={figures.tables.slice(0, SHOWN_TABLES)}
                columns={TABLE_COLUMNS}
                keyOf={({ table }) => table}
              />
            </div>
          </>
        )}
      </Loaded>
    </Card>
  );
}

const TRIGGER_COLUMNS: Column<ScalingTrigger>[] = [
  {
    label: t.trigger,
    is: 'lead',
    cell: ({ title, action, isCrossed }) => (
      <span>
        {title}
        {isCrossed && <span className="soft"> {action}</span>}
      </span>
    ),
  },
  {
    label: t.now,
    is: 'number',
    cell: ({ value, unit, isCrossed }) => (
      <span className={isCrossed ? 'badge warn' : 'badge good'}>{measure(value, unit)}</span>
    ),
  },
];

const TABLE_COLUMNS: Column<DatabaseFigures['tables'][number]>[] = [
  { label: t.table, is: 'lead code', cell: ({ table }) => table },
  { label: t.rows, is: 'number', cell: ({ rows }) => count(Math.max(rows, 0)) },
  { label: t.size, is: 'number', cell: (table) => bytes(table.bytes) },
  { label: t.indexes, is: 'number', cell: ({ indexBytes }) => bytes(indexBytes) },
];

function measure(value: number, unit: string): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'ms') return duration(value);
  return unit === '%' ? `${decimal(value)} %` : `${count(Math.round(value))} ${unit}`;
}
