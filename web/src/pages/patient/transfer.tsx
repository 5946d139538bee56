import { useState, type FormEvent, type ReactNode } from 'react';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Organization, Page, Patient } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { faultsOf, FormActions, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { patientText } from '../../text/patient.ts';

const t = patientText.transfer;

/** Moves the patient to another of the schools that this person works for; nothing where that is one school. */
export default function Transfer({ patient }: { patient: Patient }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const organizations = useRead<Page<Organization>>('/organizations');
  const others = (organizations.data?.items ?? []).filter(({ id }) => id !== patient.organizationId);
  if (others.length === 0) return null;
  return (
    <div className="body no-print">
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t.button}
      </button>
      {isOpen && <TransferDialog patient={patient} schools={others} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface TransferDialogProps {
  patient: Patient;
  schools: Organization[];
  onClose: () => void;
}

function TransferDialog({ patient, schools, onClose }: TransferDialogProps): ReactNode {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const transfer = useWrite<Record<string, string>, Patient>(
    (body) =>
      request(`/patients/${patient.id}/transfer`, {
        method: 'POST',
        body,
        idempotencyKey: key,
        ifMatch: `"${patient.version}"`,
      }),
    ['/patients', '/dashboard'],
  );
  const faults = faultsOf(transfer.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (transfer.isPending) return;
    transfer.mutate(valuesOf(event.currentTarget), {
      onSuccess: ({ organizationId }) => {
        announce(t.moved(schools.find(({ id }) => id === organizationId)?.name ?? ''));
        onClose();
      },
      onError: () => setKey(crypto.randomUUID()),
    });
  };
  return (
    <Dialog title={t.button} onClose={onClose}>
      <p className="soft">{t.lead}</p>
      <form onSubmit={submit}>
        <div className="fields">
          <SelectField
            label={t.school}
            name="organizationId"
            fault={faults['organizationId']}
            options={schools.map(({ id, name }) => ({ value: id, label: name }))}
            wide
          />
          <InputField
            label={t.mrn}
            name="mrn"
            hint={t.mrnHint}
            fault={faults['mrn']}
            defaultValue={patient.mrn}
            maxLength={64}
            wide
          />
        </div>
        <SaveFailure problem={transfer.error} />
        <FormActions isSaving={transfer.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
