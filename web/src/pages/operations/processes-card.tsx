import type { ReactNode } from 'react';
import type { Performance, ProcessFigures } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { ago, bytes, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.processes;

const COLUMNS: Column<ProcessFigures>[] = [
  {
    label: t.process,
    is: 'lead',
    cell: ({ role, pid }) => (
      <>
        {role} <span className="soft">{pid}</span>
      </>
    ),
  },
  { label: t.started, cell: ({ startedAt }) => ago(startedAt) },
  { label: t.memory, is: 'number', cell: ({ memory }) => bytes(memory.rssBytes) },
  { label: t.delay, is: 'number', cell: ({ eventLoop }) => duration(eventLoop.p99) },
  {
    label: t.threads,
    is: 'number',
    cell: ({ threads }) => t.threadsOf(threads.running, threads.maxThreads, threads.queued),
  },
];

/** Every process of the service: its memory, how long its event loop was held up, and its threads. */
export function ProcessesCard(): ReactNode {
  const performance = useRead<Performance>('/health/performance', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title}>
      <Loaded of={performance} lines={3}>
        {({ processes }) => <Table rows={processes} columns={COLUMNS} keyOf={({ id }) => id} />}
      </Loaded>
    </Card>
  );
}
