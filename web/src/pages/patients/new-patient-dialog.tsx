import { useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Patient, Sex } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { faultsOf, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { useMe } from '../../session/session.tsx';
import { text } from '../../text/en.ts';
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
            <Field key={name} label={t[name]} fault={faults[name]}>
              {(control) => (
                <input {...control} className="input" name={name} required maxLength={100} autoComplete="off" />
              )}
            </Field>
          ))}
          <Field label={t.birthDate} fault={faults.birthDate}>
            {(control) => <input {...control} className="input" name="birthDate" type="date" max={today()} required />}
          </Field>
          <Field label={t.sex} fault={faults.sex}>
            {(control) => (
              <select {...control} className="input" name="sex" defaultValue="unknown">
                {(Object.keys(patientsText.sexes) as Sex[]).map((sex) => (
                  <option key={sex} value={sex}>
                    {patientsText.sexes[sex]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {OPTIONAL.map((name) => (
            <Field key={name} label={t[name]} fault={faults[name]} optional>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  name={name}
                  type={name === 'email' ? 'email' : 'text'}
                  autoComplete="off"
                />
              )}
            </Field>
          ))}
        </div>
        <SaveFailure problem={save.error} />
        <div className="actions">
          <button type="button" className="button" onClick={onClose}>
            {text.cancel}
          </button>
          <button type="submit" className="button primary" aria-disabled={save.isPending}>
            {save.isPending ? text.saving : text.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
