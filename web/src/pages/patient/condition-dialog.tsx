import type { ReactNode } from 'react';
import type { ChronicCondition } from '../../api/types.ts';
import { InputField, optionsOf, SelectField } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { NotesField, OptionalFields, RecordForm } from './record-form.tsx';

const t = patientText.forms;
const TEXTS = ['severity', 'code', 'codeSystem'] as const;
const DATES = ['onsetDate', 'resolvedDate'] as const;

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
          <InputField
            label={t.conditionName}
            name="name"
            fault={faults.name}
            required
            maxLength={255}
            defaultValue={condition?.name}
            wide
          />
          <SelectField
            label={t.status}
            name="status"
            fault={faults.status}
            options={optionsOf(t.statuses)}
            defaultValue={condition?.status ?? 'ACTIVE'}
          />
          <OptionalFields names={TEXTS} faults={faults} values={condition} maxLength={64} />
          <OptionalFields names={DATES} faults={faults} values={condition} type="date" max={today()} />
          <NotesField fault={faults.notes} notes={condition?.notes} />
        </>
      )}
    </RecordForm>
  );
}
