import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ImportJob } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { count } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { text } from '../../text/en.ts';
import { importsText } from '../../text/imports.ts';

const t = importsText.one;

/** Takes back what an import added, after asking. */
export function UndoButton({ job, path }: { job: ImportJob; path: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  const undo = useWrite(() => request(`${path}/undo`, { method: 'POST' }), ['/imports', '/patients', '/dashboard']);
  const confirm = (): void => {
    if (undo.isPending) return;
    undo.mutate(undefined, {
      onSuccess: () => {
        announce(t.undone);
        setAsking(false);
      },
    });
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {t.undo}
      </button>
      {asking && (
        <Dialog title={t.undoTitle} onClose={() => setAsking(false)}>
          <p className="soft">{t.undoLead(count(job.insertedRows))}</p>
          <SaveFailure problem={undo.error} />
          <div className="actions">
            <button type="button" className="button" onClick={() => setAsking(false)} autoFocus>
              {text.cancel}
            </button>
            <button type="button" className="button danger" onClick={confirm} aria-disabled={undo.isPending}>
              {t.undo}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
