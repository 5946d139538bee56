import { useState, type FormEvent, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { InputField, TextField } from '../../parts/field.tsx';
import { faultsOf, FormActions, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { text } from '../../text/en.ts';
import { patientText } from '../../text/patient.ts';

const t = patientText.forms;

interface RecordFormProps<Body> {
  title: string;
  patientId: string;
  /** The collection the record belongs to. */
  collection: 'allergies' | 'chronic-conditions' | 'vaccinations' | 'health-records';
  /** The record that is corrected; without one a new one is recorded. */
  existing?: { id: string; version?: number } | undefined;
  /** From the form's filled-in fields to what is sent. */
  bodyOf: (values: Record<string, string>) => Body;
  /** What looks unlikely enough to be asked about before it is saved. */
  questionsOf?: (body: Body) => string[];
  onClose: () => void;
  children: (faults: Record<string, string | undefined>) => ReactNode;
}

/**
 * A dialog that records or corrects one record. What is unlikely is asked about, never refused and never changed; a second
 * press of Save, or a lost answer, still makes one record.
 */
export function RecordForm<Body extends object>(props: RecordFormProps<Body>): ReactNode {
  const { title, patientId, collection, existing, bodyOf, questionsOf, onClose, children } = props;
  const path = `/patients/${patientId}/${collection}`;
  const [doubts, setDoubts] = useState<{ body: Body; questions: string[] } | null>(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const save = useWrite<Body, unknown>(
    (body) =>
      existing
        ? request(`${path}/${existing.id}`, {
            method: 'PATCH',
            body,
            idempotencyKey: key,
            ifMatch: existing.version === undefined ? null : `"${existing.version}"`,
          })
        : request(path, { method: 'POST', body, idempotencyKey: key }),
    [`/patients/${patientId}`, '/dashboard'],
  );
  const send = (body: Body): void => {
    save.mutate(body, {
      onSuccess: () => {
        announce(t.saved);
        onClose();
      },
      onError: () => {
        setDoubts(null);
        setKey(crypto.randomUUID());
      },
    });
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (save.isPending) return;
    const body = bodyOf(valuesOf(event.currentTarget));
    const questions = questionsOf?.(body) ?? [];
    if (questions.length > 0) setDoubts({ body, questions });
    else send(body);
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} hidden={doubts !== null}>
        <div className="fields">{children(faultsOf(save.error))}</div>
        <SaveFailure problem={save.error} />
        <FormActions isSaving={save.isPending} onCancel={onClose} />
      </form>
      {doubts && (
        <Doubts
          questions={doubts.questions}
          busy={save.isPending}
          onBack={() => setDoubts(null)}
          onConfirm={() => {
            if (!save.isPending) send(doubts.body);
          }}
        />
      )}
    </Dialog>
  );
}

/** Fields of one kind that may stay empty, each called as the catalogue says. */
export function OptionalFields<Name extends OptionalName>({
  names,
  faults,
  values,
  ...input
}: {
  names: readonly Name[];
  faults: Record<string, string | undefined>;
  values: Partial<Record<Name, string | null | undefined>> | undefined;
  type?: 'date';
  max?: string;
  maxLength?: number;
}): ReactNode {
  return names.map((name) => (
    <InputField
      key={name}
      label={t[name]}
      name={name}
      fault={faults[name]}
      defaultValue={values?.[name] ?? ''}
      optional
      {...input}
    />
  ));
}

type OptionalName =
  | 'severity'
  | 'code'
  | 'codeSystem'
  | 'onsetDate'
  | 'resolvedDate'
  | 'lotNumber'
  | 'manufacturer'
  | 'site'
  | 'route'
  | 'provider';

/** What every kind of record has room for. */
export function NotesField({
  notes,
  fault,
}: {
  notes: string | null | undefined;
  fault: string | undefined;
}): ReactNode {
  return (
    <TextField label={t.notes} name="notes" fault={fault} maxLength={4000} defaultValue={notes ?? ''} optional wide />
  );
}

function Doubts({
  questions,
  busy,
  onBack,
  onConfirm,
}: {
  questions: string[];
  busy: boolean;
  onBack: () => void;
  onConfirm: () => void;
}): ReactNode {
  return (
    <>
      <div className="notice warn" role="alert">
        <strong>{t.checkTitle}</strong>
        <ul className="doubts">
          {questions.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
        <p className="small">{t.checkLead}</p>
      </div>
      <div className="actions">
        <button type="button" className="button" onClick={onBack} autoFocus>
          {t.back}
        </button>
        <button type="button" className="button primary" onClick={onConfirm} aria-disabled={busy}>
          {busy ? text.saving : t.confirm}
        </button>
      </div>
    </>
  );
}
