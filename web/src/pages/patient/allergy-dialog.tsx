import type { ReactNode } from 'react';
import type { Allergy } from '../../api/types.ts';
import { InputField, optionsOf, SelectField } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { NotesField, RecordForm } from './record-form.tsx';

const t = patientText.forms;

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
          <InputField
            label={t.allergen}
            name="allergen"
            fault={faults.allergen}
            required
            maxLength={255}
            defaultValue={allergy?.allergen}
            wide
          />
          <SelectField
            label={t.severity}
            name="severity"
            fault={faults.severity}
            options={optionsOf(patientText.allergies.severities)}
            defaultValue={allergy?.severity ?? 'UNKNOWN'}
          />
          <InputField
            label={t.onsetDate}
            name="onsetDate"
            fault={faults.onsetDate}
            type="date"
            max={today()}
            defaultValue={allergy?.onsetDate ?? ''}
            optional
          />
          <InputField
            label={t.reaction}
            name="reaction"
            fault={faults.reaction}
            maxLength={1000}
            defaultValue={allergy?.reaction ?? ''}
            optional
            wide
          />
          <NotesField fault={faults.notes} notes={allergy?.notes} />
          <label className="check wide">
            <input type="checkbox" name="active" defaultChecked={allergy?.active ?? true} />
            {t.active}
          </label>
        </>
      )}
    </RecordForm>
  );
}
