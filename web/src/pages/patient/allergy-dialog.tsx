import type { ReactNode } from 'react';
import type { Allergy, Severity } from '../../api/types.ts';
import { Field } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { RecordForm } from './record-form.tsx';

const t = patientText.forms;
const SEVERITIES = Object.keys(patientText.allergies.severities) as Severity[];

export default function AllergyDialog({
  patientId,
  allergy,
  onClose,
}: {
  patientId: string;
  allergy: Allergy | undefined;
  onClose: () => void;
}): ReactNode {
  return (
    <RecordForm
      title={allergy ? `${patientText.edit}: ${allergy.allergen}` : patientText.add.allergy}
      patientId={patientId}
      collection="allergies"
      existing={allergy}
      bodyOf={(values) => ({
        allergen: values.allergen,
        severity: values.severity,
        reaction: values.reaction ?? null,
        onsetDate: values.onsetDate ?? null,
        notes: values.notes ?? null,
        active: values.active === 'on',
      })}
      onClose={onClose}
    >
      {(faults) => (
        <>
          <Field label={t.allergen} fault={faults.allergen} wide>
            {(control) => (
              <input
                {...control}
                className="input"
                name="allergen"
                required
                maxLength={255}
                defaultValue={allergy?.allergen}
              />
            )}
          </Field>
          <Field label={t.severity} fault={faults.severity}>
            {(control) => (
              <select {...control} className="input" name="severity" defaultValue={allergy?.severity ?? 'UNKNOWN'}>
                {SEVERITIES.map((severity) => (
                  <option key={severity} value={severity}>
                    {patientText.allergies.severities[severity]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t.onsetDate} fault={faults.onsetDate} optional>
            {(control) => (
              <input
                {...control}
                className="input"
                name="onsetDate"
                type="date"
                max={today()}
                defaultValue={allergy?.onsetDate ?? ''}
              />
            )}
          </Field>
          <Field label={t.reaction} fault={faults.reaction} optional wide>
            {(control) => (
              <input
                {...control}
                className="input"
                name="reaction"
                maxLength={1000}
                defaultValue={allergy?.reaction ?? ''}
              />
            )}
          </Field>
          <Field label={t.notes} fault={faults.notes} optional wide>
            {(control) => (
              <textarea
                {...control}
                className="input"
                name="notes"
                maxLength={4000}
                defaultValue={allergy?.notes ?? ''}
              />
            )}
          </Field>
          <label className="check wide">
            <input type="checkbox" name="active" defaultChecked={allergy?.active ?? true} />
            {t.active}
          </label>
        </>
      )}
    </RecordForm>
  );
}
