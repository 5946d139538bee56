import { lazy, Suspense, useState, type ReactNode } from 'react';
import { forget, useWrite } from '../../api/queries.ts';
import { ApiProblem, request } from '../../api/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { useMe } from '../../session/session.tsx';
import { mayRecord } from '../../shell/places.ts';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';

const HistoryDialog = lazy(() => import('./history-dialog.tsx'));

interface RecordActionsProps {
  patientId: string;
  /** The record's own address. */
  path: string;
  /** What the buttons are about, for who hears them. */
  name: string;
  version?: number | undefined;
  onEdit: () => void;
}

/** Correct a record, or retire it; both keep what stood there in the history, which is one press away. */
export function RecordActions({ patientId, path, name, version, onEdit }: RecordActionsProps): ReactNode {
  const { role } = useMe();
  const [asking, setAsking] = useState(false);
  const [looking, setLooking] = useState(false);
  if (!mayRecord(role)) return null;
  return (
    <span className="row-actions no-print">
      <button type="button" className="button quiet" aria-label={`${t.edit}: ${name}`} onClick={onEdit}>
        {t.edit}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-label={`${t.retire}: ${name}`}
        onClick={() => setAsking(true)}
      >
        {t.retire}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-label={`${t.history.button}: ${name}`}
        onClick={() => setLooking(true)}
      >
        {t.history.button}
      </button>
      {looking && (
        <Suspense>
          <HistoryDialog path={path} onClose={() => setLooking(false)} />
        </Suspense>
      )}
      {asking && (
        <RetireDialog
          patientId={patientId}
          path={path}
          name={name}
          version={version}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  );
}

function RetireDialog({
  patientId,
  path,
  name,
  version,
  onClose,
}: Omit<RecordActionsProps, 'onEdit'> & { onClose: () => void }): ReactNode {
  const retire = useWrite(async () => {
    await request(path, { method: 'DELETE', ifMatch: tagOf(version) });
    // Here, because the row and this dialog in it are gone once the list is read again.
    announce(t.forms.retired, { label: text.undo, run: () => void takeBack(path, patientId, version) });
  }, [`/patients/${patientId}`, '/dashboard']);
  const confirm = (): void => {
    if (!retire.isPending) retire.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title={t.forms.retireTitle} onClose={onClose}>
      <p>
        <strong>{name}</strong>
      </p>
      <p className="soft">{t.forms.retireLead}</p>
      <SaveFailure problem={retire.error} />
      <div className="actions">
        <button type="button" className="button" onClick={onClose} autoFocus>
          {text.cancel}
        </button>
        <button type="button" className="button danger" onClick={confirm} aria-disabled={retire.isPending}>
          {t.retire}
        </button>
      </div>
    </Dialog>
  );
}

/** Restores what was just retired: retiring made it one version younger. */
async function takeBack(path: string, patientId: string, version: number | undefined): Promise<void> {
  const ifMatch = tagOf(version === undefined ? undefined : version + 1);
  try {
    await request(`${path}/restore`, { method: 'POST', ifMatch, idempotencyKey: crypto.randomUUID() });
    announce(t.forms.restored);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    announce(t.forms.notRestored(error.message));
  }
  await Promise.all([forget(`/patients/${patientId}`), forget('/dashboard')]);
}

function tagOf(version: number | undefined): string | null {
  return version === undefined ? null : `"${version}"`;
}
