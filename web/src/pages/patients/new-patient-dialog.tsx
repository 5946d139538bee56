import { useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Patient } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { InputField, optionsOf, SelectField } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { faultsOf, FormActions, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { useMe } from '../../session/session.tsx';
import { patientsText } from '../../text/patients.ts';

const t = patientsText.form;
const NEEDED = ['mrn', 'givenName', 'familyName'] as const;
const OPTIONAL = ['grade', 'phone', 'email', 'guardianName', 'guardianPhone'] as const;

/** Adds a patient to the person's own organization and opens the new record. */
export default function NewPatientDialog({ onClose }: { onClose: () => void }): ReactNode {
  const me = useMe();
  const [, go] = useLocation();
  const [key] = useState(() => crypto.randomUUID());
  const save = useWrite(
    (body: Record<string, unknown>) => request<Patient>('/patients', { method: 'POST', body, idempotencyKey: key }),
    ['/patients'],
  );
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (save.isPending) return;
    const { guardianName, guardianPhone, ...values } = valuesOf(event.currentTarget);
    const guardian = guardianName
      ? { name: guardianName, ...(guardianPhone ? { phone: guardianPhone } : {}) }
      : undefined;
    save.mutate(
      { ...values, ...(guardian ? { guardian } : {}), organizationId: me.organizationId },
      {
        onSuccess: (patient) => {
          announce(t.added(`${patient.givenName} ${patient.familyName}`));
          onClose();
          go(`/patients/${patient.id}`);
        },
      },
    );
  };
  return (
    <Dialog title={t.title} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="fields">
          {NEEDED.map((name) => (
            <InputField
              key={name}
              label={t[name]}
              name={name}
              fault={faults[name]}
              required
              maxLength={100}
              autoComplete="off"
            />
          ))}
          <InputField
            label={t.birthDate}
            name="birthDate"
            fault={faults.birthDate}
            type="date"
            max={today()}
            required
          />
          <SelectField
            label={t.sex}
            name="sex"
            fault={faults.sex}
            options={optionsOf(patientsText.sexes)}
            defaultValue="unknown"
          />
          {OPTIONAL.map((name) => (
            <InputField
              key={name}
              label={t[name]}
              name={name}
              fault={faults[name]}
              type={name === 'email' ? 'email' : 'text'}
              autoComplete="off"
              optional
            />
          ))}
        </div>
        <SaveFailure problem={save.error} />
        <FormActions isSaving={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
