import type { ReactNode } from 'react';
import { InputField, optionsOf, SelectField } from '../../parts/field.tsx';
import { useSchools } from '../../parts/schools.ts';
import { useMe } from '../../session/session.tsx';
import { mayRecord } from '../../shell/places.ts';
import { patientsText } from '../../text/patients.ts';
import { FILTERS, type WorklistFilter } from './filter.rules.ts';

const t = patientsText.filters;

interface FiltersProps {
  filter: WorklistFilter;
  onChange: (name: keyof WorklistFilter, value: string) => void;
  onClear: () => void;
}

/** Narrows the worklist: by school where there are several, by grade, and, for those who care, by what a patient needs. */
export function Filters({ filter, onChange, onClear }: FiltersProps): ReactNode {
  const { role } = useMe();
  const schools = useSchools();
  const all = { value: '', label: t.all };
  return (
    <div className="worklist-filters">
      {schools && (
        <SelectField
          label={t.school}
          name="organizationId"
          options={[all, ...[...schools].map(([value, label]) => ({ value, label }))]}
          value={filter.organizationId ?? ''}
          onChange={(event) => onChange('organizationId', event.target.value)}
        />
      )}
      <InputField
        key={filter.grade ?? ''}
        label={t.grade}
        name="grade"
        maxLength={20}
        autoComplete="off"
        defaultValue={filter.grade ?? ''}
        onBlur={(event) => onChange('grade', event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange('grade', event.currentTarget.value.trim());
        }}
      />
      {mayRecord(role) && (
        <SelectField
          label={t.need}
          name="need"
          options={[all, ...optionsOf(t.needs)]}
          value={filter.need ?? ''}
          onChange={(event) => onChange('need', event.target.value)}
        />
      )}
      {FILTERS.some((name) => filter[name]) && (
        <button type="button" className="button quiet" onClick={onClear}>
          {t.clear}
        </button>
      )}
    </div>
  );
}
