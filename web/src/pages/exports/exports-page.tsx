import { useEffect, type ReactNode } from 'react';
import { useEvents } from '../../api/events.ts';
import { renew, usePages, useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ExportJob } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { bytes, calendarDate, count, instant } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
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
const LIST = '/exports?limit=50';
const LOOK_EVERY_MS = 5_000;

const COLUMNS: Column<ExportJob>[] = [
  { label: t.columns.what, is: 'lead', cell: (job) => <What job={job} /> },
  { label: t.columns.when, is: 'line', cell: ({ createdAt }) => instant(createdAt) },
  {
    label: t.columns.status,
    cell: ({ status, error }) => (
      <>
        <span className={`badge ${TONES[status]}`}>{t.statuses[status]}</span>
        {error && <p className="small">{error.detail}</p>}
      </>
    ),
  },
  { label: t.columns.rows, is: 'number', cell: ({ rows }) => count(rows) },
  { label: t.columns.size, is: 'number', cell: (job) => (job.bytes > 0 ? bytes(job.bytes) : text.none) },
  { label: t.columns.file, cell: (job) => <File job={job} /> },
];

/** Orders files and shows what became of them, the newest first. */
export default function ExportsPage(): ReactNode {
  useTitle(t.title);
  const list = usePages<ExportJob>(LIST);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.title}</h1>
      </header>
      <NewExport />
      {list.data
        ?.filter((job) => !isOver(job))
        .map(({ id }) => (
          <Follow key={id} id={id} />
        ))}
      <Card title={t.history}>
        <Loaded of={list}>
          {(jobs) =>
            jobs.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            ) : (
              <Table name={t.history} rows={jobs} columns={COLUMNS} keyOf={({ id }) => id} />
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

/** Keeps the line of one export up to date while it runs. */
function Follow({ id }: { id: string }): ReactNode {
  const path = `/exports/${id}`;
  // The stream tells more often; this is for when it cannot be held.
  const read = useRead<ExportJob>(path, { everyMs: LOOK_EVERY_MS });
  const { latest } = useEvents(`${path}/events`);
  const seen = (latest as ExportJob | null) ?? read.data;
  useEffect(() => {
    if (seen?.id === id) renew(LIST, seen);
  }, [seen, id]);
  return null;
}

function What({ job: { type, format, from, to, encrypted } }: { job: ExportJob }): ReactNode {
  const limits = t.limits(from && calendarDate(from), to && calendarDate(to));
  return (
    <span>
      {t.types[type]} <span className="soft">{t.shortFormats[format]}</span>{' '}
      {encrypted && <span className="badge">{t.encrypted}</span>}
      {limits && <span className="soft small export-limits">{limits}</span>}
    </span>
  );
}

function File({ job }: { job: ExportJob }): ReactNode {
  const path = `/exports/${job.id}`;
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
