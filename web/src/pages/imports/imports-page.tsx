import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useRead, usePages } from '../../api/queries.ts';
import type { ImportJob, Page } from '../../api/types.ts';
import { count, instant } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { useTitle } from '../../parts/title.ts';
import { text } from '../../text/en.ts';
import { importsText as t } from '../../text/imports.ts';
import { isOver, StatusBadge } from './status-badge.tsx';
import './imports.css';

const LATEST = '/imports?limit=10';
const LOOK_EVERY_MS = 3_000;

const COLUMNS: Column<ImportJob>[] = [
  {
    label: t.columns.type,
    is: 'lead',
    cell: ({ id, type, dryRun }) => (
      <span className="row">
        <Link href={`/imports/${id}`}>{t.types[type]}</Link>
        {dryRun && <span className="badge">{t.dryRun}</span>}
      </span>
    ),
  },
  { label: t.columns.when, is: 'line', cell: ({ startedAt, createdAt }) => instant(startedAt ?? createdAt) },
  { label: t.columns.status, cell: ({ status }) => <StatusBadge status={status} /> },
  { label: t.columns.total, is: 'number', cell: ({ totalRows }) => (totalRows ? count(totalRows) : text.none) },
  { label: t.columns.inserted, is: 'number', cell: ({ insertedRows }) => count(insertedRows) },
  { label: t.columns.duplicate, is: 'number', cell: ({ duplicateRows }) => count(duplicateRows) },
  { label: t.columns.rejected, is: 'number', cell: ({ rejectedRows }) => count(rejectedRows) },
];

/** All imports of the person's organizations, the newest first. */
export default function ImportsPage(): ReactNode {
  useTitle(t.title);
  const list = usePages<ImportJob>('/imports?limit=50');
  const isBusy = list.data?.some(({ status }) => !isOver(status)) ?? false;
  // While one runs, the newest are asked again and again; older ones do not change.
  const latest = useRead<Page<ImportJob>>(LATEST, { enabled: isBusy, everyMs: LOOK_EVERY_MS });
  const fresh = new Map(latest.data?.items.map((job) => [job.id, job]));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.title}</h1>
        <Link href="/imports/new" className="button primary">
          {t.add}
        </Link>
      </header>
      <section className="card">
        <Loaded of={list}>
          {(jobs) =>
            jobs.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            ) : (
              <Table
                name={t.title}
                rows={jobs.map((job) => fresh.get(job.id) ?? job)}
                columns={COLUMNS}
                keyOf={({ id }) => id}
              />
            )
          }
        </Loaded>
        <More list={list} />
      </section>
    </div>
  );
}
