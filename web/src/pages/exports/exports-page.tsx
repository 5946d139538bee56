import { useEffect, type ReactNode } from 'react';
import { useEvents } from '../../api/events.ts';
import { forget, queryClient, usePages, useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ExportJob } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { bytes, calendarDate, count, instant } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { text } from '../../text/en.ts';
import { exportsText as t } from '../../text/exports.ts';
import { NewExport } from './new-export.tsx';
import './exports.css';

const TONES: Record<ExportJob['status'], string> = {
  queued: '',
  processing: 'accent',
  completed: 'good',
  failed: 'danger',
  cancelled: '',
};
const LOOK_EVERY_MS = 5_000;

/** Orders files and shows what became of them, the newest first. */
export default function ExportsPage(): ReactNode {
  useTitle(t.title);
  const list = usePages<ExportJob>('/exports?limit=50');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.title}</h1>
      </header>
      <NewExport />
      <Card title={t.history}>
        <Loaded of={list}>
          {(jobs) =>
            jobs.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            ) : (
              <table className="table">
                <caption className="unseen">{t.history}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t.columns.what}</th>
                    <th scope="col">{t.columns.when}</th>
                    <th scope="col">{t.columns.status}</th>
                    <th scope="col" className="number">
                      {t.columns.rows}
                    </th>
                    <th scope="col" className="number">
                      {t.columns.size}
                    </th>
                    <th scope="col">{t.columns.file}</th>
                  </tr>
                </thead>
                <tbody>
                  {jobs.map((job) => (
                    <Row key={job.id} listed={job} />
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
        <More list={list} />
      </Card>
    </div>
  );
}

function isOver({ status }: ExportJob): boolean {
  return status !== 'queued' && status !== 'processing';
}

/** One export, live while it runs. */
function Row({ listed }: { listed: ExportJob }): ReactNode {
  const path = `/exports/${listed.id}`;
  const running = !isOver(listed);
  // The stream tells more often; this is for when it cannot be held.
  const read = useRead<ExportJob>(path, { enabled: running, everyMs: LOOK_EVERY_MS });
  const { latest } = useEvents(running ? `${path}/events` : null);
  const seen = latest as ExportJob | null;
  useEffect(() => {
    if (seen?.id !== listed.id) return;
    queryClient.setQueryData([path], seen);
    if (isOver(seen)) void forget('/exports?');
  }, [seen, listed.id, path]);
  const job = running ? (seen ?? read.data ?? listed) : listed;
  const limits = t.limits(job.from && calendarDate(job.from), job.to && calendarDate(job.to));
  return (
    <tr>
      <td className="lead">
        {t.types[job.type]} <span className="soft">{t.shortFormats[job.format]}</span>
        {limits && <span className="soft small export-limits">{limits}</span>}
        {job.encrypted && <span className="badge">{t.encrypted}</span>}
      </td>
      <td data-label={t.columns.when}>{instant(job.createdAt)}</td>
      <td data-label={t.columns.status}>
        <span className={`badge ${TONES[job.status]}`}>{t.statuses[job.status]}</span>
        {job.error && <p className="small">{job.error.detail}</p>}
      </td>
      <td data-label={t.columns.rows} className="number">
        {count(job.rows)}
      </td>
      <td data-label={t.columns.size} className="number">
        {job.bytes > 0 ? bytes(job.bytes) : text.none}
      </td>
      <td data-label={t.columns.file}>
        <File job={job} path={path} />
      </td>
    </tr>
  );
}

function File({ job, path }: { job: ExportJob; path: string }): ReactNode {
  const cancel = useWrite(() => request(`${path}/cancel`, { method: 'POST' }), ['/exports?', path]);
  const what = `${t.types[job.type]}, ${t.shortFormats[job.format]}`;
  if (!isOver(job)) {
    return (
      <>
        <SaveFailure problem={cancel.error} />
        <button
          type="button"
          className="button"
          aria-label={t.cancelOf(what)}
          aria-disabled={cancel.isPending}
          onClick={() => {
            if (!cancel.isPending) cancel.mutate(undefined);
          }}
        >
          {t.cancel}
        </button>
      </>
    );
  }
  if (job.status !== 'completed' || !job.expiresAt) return text.none;
  if (Date.parse(job.expiresAt) <= Date.now()) return <span className="soft">{t.expired}</span>;
  return (
    <>
      <a className="button" href={`/api${path}/file`} download aria-label={t.downloadOf(what)}>
        {t.download}
      </a>
      <span className="soft small export-limits">{t.until(instant(job.expiresAt))}</span>
    </>
  );
}
