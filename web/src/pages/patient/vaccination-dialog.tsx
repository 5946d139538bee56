import type { ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Page, Vaccination, Vaccine } from '../../api/types.ts';
import { Combobox, type Choice } from '../../parts/combobox.tsx';
import { Field, InputField } from '../../parts/field.tsx';
import { today } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { questionsAboutVaccination } from './plausibility.rules.ts';
import { NotesField, OptionalFields, RecordForm } from './record-form.tsx';

const t = patientText.forms;
/** The whole code set is small enough to search here while one types. */
const ALL_VACCINES = '/vaccines?limit=300';
const TEXTS = ['lotNumber', 'manufacturer', 'site', 'route', 'provider'] as const;

interface VaccinationBody {
  cvx: string;
  administeredOn: string;
  doseNumber: number | null;
}

export default function VaccinationDialog({
  patientId,
  birthDate,
  others,
  vaccination,
  onClose,
}: {
  patientId: string;
  birthDate: string;
  others: Vaccination[];
  vaccination: Vaccination | undefined;
  onClose: () => void;
}): ReactNode {
  const vaccines = useRead<Page<Vaccine>>(ALL_VACCINES);
  const choices: Choice[] = (vaccines.data?.items ?? []).map(({ cvx, name }) => ({
    value: cvx,
    label: name,
    note: `CVX ${cvx}`,
  }));
  const initial = vaccination && { value: vaccination.cvx, label: vaccination.vaccineName };
  return (
    <RecordForm<VaccinationBody>
      title={vaccination ? `${patientText.edit}: ${vaccination.vaccineName}` : patientText.add.vaccination}
      patientId={patientId}
      collection="vaccinations"
      existing={vaccination}
      bodyOf={(values) => ({
        cvx: values.cvx ?? '',
        administeredOn: values.administeredOn ?? '',
        doseNumber: values.doseNumber ? Number(values.doseNumber) : null,
        notes: values.notes ?? null,
        ...Object.fromEntries(TEXTS.map((name) => [name, values[name] ?? null])),
      })}
      questionsOf={(body) => questionsAboutVaccination({ id: vaccination?.id, ...body }, birthDate, others)}
      onClose={onClose}
    >
      {(faults) => (
        <>
          <Field label={t.vaccine} hint={t.vaccineHint} fault={faults.cvx ?? vaccines.error?.message} wide>
            {(control) => (
              <Combobox control={control} name="cvx" choices={choices} initial={initial} noMatch={t.noVaccine} />
            )}
          </Field>
          <InputField
            label={t.administeredOn}
            name="administeredOn"
            fault={faults.administeredOn}
            type="date"
            required
            max={today()}
            defaultValue={vaccination?.administeredOn ?? today()}
          />
          <InputField
            label={t.doseNumber}
            name="doseNumber"
            fault={faults.doseNumber}
            type="number"
            min={1}
            max={20}
            defaultValue={vaccination?.doseNumber ?? ''}
            optional
          />
          <OptionalFields names={TEXTS} faults={faults} values={vaccination} maxLength={100} />
          <NotesField fault={faults.notes} notes={vaccination?.notes} />
        </>
      )}
    </RecordForm>
  );
}
