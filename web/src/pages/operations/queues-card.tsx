import type { ReactNode } from 'react';
import type { QueueFigures } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { count, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.queues;

const COLUMNS: Column<QueueFigures>[] = [
  { label: t.name, is: 'lead', cell: ({ name }) => name },
  { label: t.depth, is: 'number', cell: ({ depth }) => count(depth) },
  { label: t.active, is: 'number', cell: ({ active }) => count(active) },
  { label: t.failed, is: 'number', cell: ({ failed }) => count(failed) },
  {
    label: t.oldest,
    is: 'number',
    cell: ({ oldestAgeSeconds }) => (oldestAgeSeconds == null ? text.none : duration(oldestAgeSeconds * 1000)),
  },
];

/** What waits to be done, how long already, and what failed. */
export function QueuesCard(): ReactNode {
  const queues = useRead<{ queues: QueueFigures[] }>('/health/queues', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title}>
      <Loaded of={queues} lines={3}>
        {({ queues: list }) =>
          list.length === 0 ? (
            <p className="body soft">{t.none}</p>
          ) : (
            <Table rows={list} columns={COLUMNS} keyOf={({ name }) => name} />
          )
        }
      </Loaded>
    </Card>
  );
}
