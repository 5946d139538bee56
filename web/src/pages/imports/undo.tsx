import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { queryClient, usePages, useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ImportJob, KeptRecord, UndoOutlook } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { count, instant } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { importsText } from '../../text/imports.ts';

const t = importsText.undo;

/** Opens the question whether to take the import back. */
export function UndoButton({ path }: { path: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {t.ask}
      </button>
      {asking && <UndoDialog path={path} onClose={() => setAsking(false)} />}
    </>
  );
}

/** What would go and what would stay, before anything does. */
function UndoDialog({ path, onClose }: { path: string; onClose: () => void }): ReactNode {
  const outlook = useRead<UndoOutlook>(`${path}/undo`);
  const undo = useWrite(async () => {
    const job = await request<ImportJob>(`${path}/undo`, { method: 'POST' });
    queryClient.setQueryData([path], job);
    onClose();
  }, []);
  return (
    <Dialog title={t.title} onClose={onClose}>
      <div className="stack">
        <Loaded of={outlook} lines={3}>
          {({ undoneRows, keptRows, laterDuplicateRows }) => (
            <>
              <p>{t.goes(undoneRows, count(undoneRows))}</p>
              {keptRows > 0 && <p className="notice warn">{t.stays(keptRows, count(keptRows))}</p>}
              {laterDuplicateRows > 0 && (
                <p className="notice warn">{t.later(laterDuplicateRows, count(laterDuplicateRows))}</p>
              )}
            </>
          )}
        </Loaded>
        <SaveFailure problem={undo.error} />
        <div className="actions">
          <button type="button" className="button" onClick={onClose}>
            {text.cancel}
          </button>
          <button
            type="button"
            className="button danger"
            aria-disabled={undo.isPending || !outlook.data?.isPossible}
            onClick={() => {
              if (!undo.isPending && outlook.data?.isPossible) undo.mutate(undefined);
            }}
          >
            {t.confirm}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** What an undo did, in one sentence. */
export function UndoResult({ undo }: { undo: NonNullable<ImportJob['undo']> }): ReactNode {
  const { undoneRows, keptRows, undoneAt } = undo;
  return (
    <div className={keptRows > 0 ? 'notice warn' : 'notice good'}>
      <strong>{t.done(undoneRows, count(undoneRows), instant(undoneAt))}</strong>
      {keptRows > 0 && <p className="small">{t.kept(keptRows, count(keptRows))}</p>}
    </div>
  );
}

const KEPT_COLUMNS: Column<KeptRecord>[] = [
  {
    label: t.patient,
    is: 'lead',
    cell: ({ mrn, patientId }) => (mrn === null ? text.none : <Link href={`/patients/${patientId}`}>{mrn}</Link>),
  },
  { label: t.reason, is: 'text', cell: ({ reason }) => t.reasons[reason] },
];

/** The records that an undo kept, each with the way to its patient. */
export function KeptRecords({ path }: { path: string }): ReactNode {
  const list = usePages<KeptRecord>(`${path}/kept?limit=100`);
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t.keptTitle}</h2>
          <p className="soft small">{t.keptLead}</p>
        </div>
      </header>
      <Loaded of={list}>
        {(records) => (
          <Table name={t.keptTitle} rows={records} columns={KEPT_COLUMNS} keyOf={({ recordId }) => recordId} />
        )}
      </Loaded>
      <More list={list} />
    </section>
  );
}
