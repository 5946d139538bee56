import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useEvents } from '../../api/events.ts';
import { forget, queryClient, useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ImportJob } from '../../api/types.ts';
import { count, duration, instant } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { importsText } from '../../text/imports.ts';
import { Rejected } from './rejected.tsx';
import { isOver, StatusBadge } from './status-badge.tsx';
import { KeptRecords, UndoButton, UndoResult } from './undo.tsx';
import './imports.css';

const t = importsText.one;
const LOOK_EVERY_MS = 5_000;

/** One import: live while it runs, its account when it is over. */
export default function ImportPage({ importId }: { importId: string }): ReactNode {
  useTitle(importsText.title);
  const path = `/imports/${importId}`;
  // The stream tells more often; this is for when it cannot be held.
  const job = useRead<ImportJob>(path, {
    everyMs: (current) => (current && isOver(current.status) ? false : LOOK_EVERY_MS),
  });
  const running = job.data !== undefined && !isOver(job.data.status);
  const { latest, live } = useEvents(running ? `${path}/events` : null);
  const seen = latest as ImportJob | null;
  useEffect(() => {
    if (!seen || seen.id !== importId) return;
    queryClient.setQueryData([path], seen);
    // The list, the errors and the patients' records have changed with it.
    if (isOver(seen.status)) void Promise.all([forget('/imports?'), forget(`${path}/`), forget('/patients')]);
  }, [seen, importId, path]);

  return (
    <div className="page">
      <Loaded of={job}>
        {(current) => (
          <>
            <header className="page-head">
              <div>
                <h1>{t.heading(importsText.types[current.type])}</h1>
                <p className="soft">{instant(current.startedAt ?? current.createdAt)}</p>
              </div>
              <StatusBadge status={current.status} />
            </header>
            {!running && <Account job={current} path={path} />}
            {running && current.status === 'undoing' && <Undoing />}
            {running && current.status !== 'undoing' && <Progress job={current} path={path} live={live} />}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Progress({ job, path, live }: { job: ImportJob; path: string; live: boolean }): ReactNode {
  const cancel = useWrite(() => request(`${path}/cancel`, { method: 'POST' }), [path]);
  const total = job.totalRows ?? 0;
  const left = job.rowsPerSecond && total > 0 ? ((total - job.processedRows) / job.rowsPerSecond) * 1000 : null;
  const facts = [
    total > 0 ? t.progress(count(job.processedRows), count(total)) : t.progressUnknown(count(job.processedRows)),
    job.rowsPerSecond ? t.rate(count(Math.round(job.rowsPerSecond))) : null,
    left === null || left <= 0 ? null : t.left(duration(Math.max(left, 1000))),
  ];
  return (
    <section className="card">
      <div className="body stack">
        {total > 0 ? (
          <progress
            className="progress"
            max={total}
            value={job.processedRows}
            aria-label={importsText.statuses.processing}
          />
        ) : (
          <progress className="progress" aria-label={importsText.statuses.processing} />
        )}
        <div className="row apart">
          <p className="import-facts">{job.status === 'queued' ? t.waiting : facts.filter(Boolean).join(' · ')}</p>
          <span className={live ? 'badge good' : 'badge'}>{live ? t.live : t.notLive}</span>
        </div>
        <Counts job={job} />
        <SaveFailure problem={cancel.error} />
        <div className="row apart">
          <p className="soft small">{t.leave}</p>
          <button
            type="button"
            className="button danger"
            aria-disabled={cancel.isPending}
            onClick={() => {
              if (!cancel.isPending) cancel.mutate();
            }}
          >
            {t.cancel}
          </button>
        </div>
      </div>
    </section>
  );
}

function Undoing(): ReactNode {
  return (
    <section className="card">
      <div className="body stack">
        <progress className="progress" aria-label={importsText.statuses.undoing} />
        <p className="import-facts">{t.undoing}</p>
      </div>
    </section>
  );
}

function Account({ job, path }: { job: ImportJob; path: string }): ReactNode {
  return (
    <>
      <section className="card">
        <div className="body stack" role="status">
          {job.error && job.status !== 'failed' && <p className="notice danger">{job.error.detail}</p>}
          {job.status === 'failed' && (
            <div className="notice danger">
              <strong>{job.error?.detail ?? t.failedTitle}</strong>
              <p className="small">{t.failedLead}</p>
            </div>
          )}
          {job.status === 'cancelled' && <p className="notice">{t.cancelled}</p>}
          {job.dryRun && <p className="notice">{t.dryRun}</p>}
          {job.undo && <UndoResult undo={job.undo} />}
          <Counts job={job} />
          <p className="soft">
            {t.sums(
              count(job.insertedRows),
              count(job.duplicateRows),
              count(job.rejectedRows),
              count(job.totalRows ?? 0),
            )}
          </p>
          <div className="row apart">
            <Link href="/imports/new" className="button">
              {t.again}
            </Link>
            {!job.dryRun && !job.undo && job.insertedRows > 0 && <UndoButton path={path} />}
          </div>
        </div>
      </section>
      {job.undo && job.undo.keptRows > 0 && <KeptRecords path={path} />}
      {job.rejectedRows > 0 && <Rejected job={job} path={path} />}
    </>
  );
}

function Counts({ job }: { job: ImportJob }): ReactNode {
  const { columns } = importsText;
  const figures: [string, number | null, string][] = [
    [columns.inserted, job.insertedRows, 'good'],
    [columns.duplicate, job.duplicateRows, ''],
    [columns.rejected, job.rejectedRows, job.rejectedRows > 0 ? 'warn' : ''],
    [columns.total, job.totalRows, ''],
  ];
  return (
    <dl className="counts">
      {figures.map(([name, value, tone]) => (
        <div key={name} className={tone}>
          <dt>{name}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
