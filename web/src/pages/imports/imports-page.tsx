import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useRead, usePages } from '../../api/queries.ts';
import type { ImportJob, Page } from '../../api/types.ts';
import { count, instant } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { text } from '../../text/en.ts';
import { importsText as t } from '../../text/imports.ts';
import { isOver, StatusBadge } from './status-badge.tsx';
import './imports.css';

const LATEST = '/imports?limit=10';
const LOOK_EVERY_MS = 3_000;

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
              <table className="table">
                <caption className="unseen">{t.title}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t.columns.type}</th>
                    <th scope="col">{t.columns.when}</th>
                    <th scope="col">{t.columns.status}</th>
                    <th scope="col" className="number">
                      {t.columns.total}
                    </th>
                    <th scope="col" className="number">
                      {t.columns.inserted}
                    </th>
                    <th scope="col" className="number">
                      {t.columns.duplicate}
                    </th>
                    <th scope="col" className="number">
                      {t.columns.rejected}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {jobs.map((job) => (
                    <Row key={job.id} job={fresh.get(job.id) ?? job} />
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
        <More list={list} />
      </section>
    </div>
  );
}

function Row({ job }: { job: ImportJob }): ReactNode {
  return (
    <tr>
      <td className="lead row">
        <Link href={`/imports/${job.id}`}>{t.types[job.type]}</Link>
        {job.dryRun && <span className="badge">{t.dryRun}</span>}
      </td>
      <td data-label={t.columns.when}>{instant(job.startedAt ?? job.createdAt)}</td>
      <td data-label={t.columns.status}>
        <StatusBadge status={job.status} />
      </td>
      <td data-label={t.columns.total} className="number">
        {job.totalRows ? count(job.totalRows) : text.none}
      </td>
      <td data-label={t.columns.inserted} className="number">
        {count(job.insertedRows)}
      </td>
      <td data-label={t.columns.duplicate} className="number">
        {count(job.duplicateRows)}
      </td>
      <td data-label={t.columns.rejected} className="number">
        {count(job.rejectedRows)}
      </td>
    </tr>
  );
}
