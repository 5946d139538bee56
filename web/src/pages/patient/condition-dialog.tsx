import type { ReactNode } from 'react';
import type { ChronicCondition, ConditionStatus } from '../../api/types.ts';
import { Field } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { RecordForm } from './record-form.tsx';

const t = patientText.forms;
const STATUSES = Object.keys(t.statuses) as ConditionStatus[];
const TEXTS = ['severity', 'code', 'codeSystem'] as const;

export default function ConditionDialog({
  patientId,
  condition,
  onClose,
}: {
  patientId: string;
  condition: ChronicCondition | undefined;
  onClose: () => void;
}): ReactNode {
  return (
    <RecordForm
      title={condition ? `${patientText.edit}: ${condition.name}` : patientText.add.condition}
      patientId={patientId}
      collection="chronic-conditions"
      existing={condition}
      bodyOf={(values) => ({
        name: values.name,
        status: values.status,
        severity: values.severity ?? null,
        code: values.code ?? null,
        codeSystem: values.codeSystem ?? null,
        onsetDate: values.onsetDate ?? null,
        resolvedDate: values.resolvedDate ?? null,
        notes: values.notes ?? null,
      })}
      onClose={onClose}
    >
      {(faults) => (
        <>
          <Field label={t.conditionName} fault={faults.name} wide>
            {(control) => (
              <input
                {...control}
                className="input"
                name="name"
                required
                maxLength={255}
                defaultValue={condition?.name}
              />
            )}
          </Field>
          <Field label={t.status} fault={faults.status}>
            {(control) => (
              <select {...control} className="input" name="status" defaultValue={condition?.status ?? 'ACTIVE'}>
                {STATUSES.map((status) => (
                  <option key={status} value={status}>
                    {t.statuses[status]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {TEXTS.map((name) => (
            <Field key={name} label={t[name]} fault={faults[name]} optional>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  name={name}
                  maxLength={64}
                  defaultValue={condition?.[name] ?? ''}
                />
              )}
            </Field>
          ))}
          {(['onsetDate', 'resolvedDate'] as const).map((name) => (
            <Field key={name} label={t[name]} fault={faults[name]} optional>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  name={name}
                  type="date"
                  max={today()}
                  defaultValue={condition?.[name] ?? ''}
                />
              )}
            </Field>
          ))}
          <Field label={t.notes} fault={faults.notes} optional wide>
            {(control) => (
              <textarea
                {...control}
                className="input"
                name="notes"
                maxLength={4000}
                defaultValue={condition?.notes ?? ''}
              />
            )}
          </Field>
        </>
      )}
    </RecordForm>
  );
}
