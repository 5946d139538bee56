import { useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { HealthRecord, MeasuredVitals, PatientIdentity, RecordType, Summary, Vital } from '../../api/types.ts';
import { InputField, SelectField, TextField } from '../../parts/field.tsx';
import { instantOf, wallClock, words } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';
import { questionsAboutVitals, type LastMeasured } from './plausibility.rules.ts';
import { NotesField, RecordForm } from './record-form.tsx';

const t = patientText.forms;
const TYPES: RecordType[] = ['VITALS', 'CHECKUP', 'ILLNESS', 'INJURY', 'SCREENING', 'MEDICATION', 'INCIDENT', 'NOTE'];
const VITALS = [
  'heightCm',
  'weightKg',
  'headCircumferenceCm',
  'temperatureC',
  'systolic',
  'diastolic',
  'heartRate',
  'respiratoryRate',
  'spo2',
] as const;
const MINUTE_PRECISION = 16;

interface VisitBody {
  type: string | undefined;
  occurredAt: string;
  description: string;
  provider: string | null;
  notes: string | null;
  confidential: boolean;
  vital: Vital | null;
}

/** Records a visit, with or without vitals, or corrects one. */
export default function VisitDialog({
  patient,
  visit,
  onClose,
}: {
  patient: Pick<PatientIdentity, 'id'>;
  visit?: HealthRecord | undefined;
  onClose: () => void;
}): ReactNode {
  const summary = useRead<Summary>(`/patients/${patient.id}/summary`);
  const last = lastMeasured(summary.data?.recentVitals ?? [], visit?.id);
  const [type, setType] = useState<RecordType>(visit?.type ?? 'VITALS');
  return (
    <RecordForm<VisitBody>
      title={visit ? `${patientText.edit}: ${words(visit.type)}` : patientText.add.visit}
      patientId={patient.id}
      collection="health-records"
      existing={visit}
      bodyOf={visitOf}
      questionsOf={({ vital, occurredAt }) =>
        vital ? questionsAboutVitals(vital, wallClock(new Date(occurredAt)).slice(0, 10), last) : []
      }
      onClose={onClose}
    >
      {(faults) => (
        <>
          <SelectField
            label={t.type}
            name="type"
            fault={faults.type}
            options={TYPES.map((value) => ({ value, label: words(value) }))}
            value={type}
            onChange={(event) => setType(event.target.value as RecordType)}
          />
          <InputField
            label={t.occurredAt}
            name="occurredAt"
            fault={faults.occurredAt}
            type="datetime-local"
            required
            max={wallClock(new Date()).slice(0, MINUTE_PRECISION)}
            defaultValue={wallClock(visit ? new Date(visit.occurredAt) : new Date()).slice(0, MINUTE_PRECISION)}
          />
          <TextField
            key={type === 'VITALS' && !visit ? 'vitals' : 'other'}
            label={t.description}
            name="description"
            fault={faults.description}
            required
            maxLength={1000}
            defaultValue={visit?.description ?? (type === 'VITALS' ? t.routine : '')}
            wide
          />
          <VitalFields vital={visit?.vital ?? {}} faults={faults} />
          <InputField
            label={t.provider}
            name="provider"
            fault={faults.provider}
            maxLength={200}
            defaultValue={visit?.provider ?? ''}
            optional
          />
          <NotesField fault={faults.notes} notes={visit?.notes} />
          <label className="check wide">
            <input type="checkbox" name="confidential" defaultChecked={visit?.confidential ?? false} />
            {t.confidential}
          </label>
        </>
      )}
    </RecordForm>
  );
}

function VitalFields({ vital, faults }: { vital: Vital; faults: Record<string, string | undefined> }): ReactNode {
  return (
    <fieldset className="wide vital-fields">
      <legend>{t.vitals}</legend>
      <div className="fields">
        {VITALS.map((name) => {
          const { label, unit } = patientText.vital[name];
          return (
            <InputField
              key={name}
              label={`${label}, ${unit}`}
              name={name}
              fault={faults[`vital.${name}`] ?? faults[`vital/${name}`]}
              type="number"
              inputMode="decimal"
              step="any"
              min={0}
              autoComplete="off"
              defaultValue={vital[name] ?? ''}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

function visitOf(values: Record<string, string>): VisitBody {
  const measured = VITALS.filter((name) => values[name] !== undefined).map((name) => [name, Number(values[name])]);
  return {
    type: values.type,
    occurredAt: instantOf(values.occurredAt ?? ''),
    description: values.description ?? '',
    provider: values.provider ?? null,
    notes: values.notes ?? null,
    confidential: values.confidential === 'on',
    vital: measured.length > 0 ? (Object.fromEntries(measured) as Vital) : null,
  };
}

/** The newest height and the newest weight may come from two visits. */
function lastMeasured(recent: MeasuredVitals[], exceptId: string | undefined): LastMeasured | undefined {
  const others = recent.filter((visit) => visit.recordId !== exceptId);
  const vitals = others.map(({ vital }) => vital);
  const first = others[0];
  if (!first) return undefined;
  return {
    on: wallClock(new Date(first.occurredAt)).slice(0, 10),
    heightCm: vitals.find(({ heightCm }) => heightCm != null)?.heightCm,
    weightKg: vitals.find(({ weightKg }) => weightKg != null)?.weightKg,
  };
}
