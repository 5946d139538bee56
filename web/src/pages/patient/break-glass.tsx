import type { FormEvent, ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { faultsOf, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { patientText } from '../../text/patient.ts';

const t = patientText.glass;
const LEAST_CHARACTERS = 10;

/** Opens the record of another organization's patient for a stated reason. */
export default function BreakGlass({ patientId }: { patientId: string }): ReactNode {
  const open = useWrite(
    (reason: string) => request('/break-glass', { method: 'POST', body: { patientId, reason } }),
    [`/patients/${patientId}`],
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!open.isPending) open.mutate(valuesOf(event.currentTarget).reason ?? '');
  };
  return (
    <Card title={t.title}>
      <form className="body stack" onSubmit={submit}>
        <p className="soft">{t.lead}</p>
        <Field label={t.reason} fault={faultsOf(open.error).reason}>
          {(control) => (
            <textarea
              {...control}
              className="input"
              name="reason"
              required
              minLength={LEAST_CHARACTERS}
              maxLength={500}
            />
          )}
        </Field>
        <SaveFailure problem={open.error} />
        <div className="row">
          <button type="submit" className="button danger" aria-disabled={open.isPending}>
            {open.isPending ? t.opening : t.open}
          </button>
        </div>
      </form>
    </Card>
  );
}
