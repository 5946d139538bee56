import type { FormEvent, ReactNode } from 'react';
import { Field } from '../../parts/field.tsx';
import { words } from '../../parts/format.ts';
import { valuesOf } from '../../parts/form.tsx';
import { auditText } from '../../text/audit.ts';
import type { AuditFilter } from './filter.rules.ts';

const t = auditText.filters;
const ACTIONS = [
  'read',
  'list',
  'search',
  'create',
  'update',
  'retire',
  'restore',
  'merge',
  'transfer',
  'delete',
  'undo',
  'import',
  'export',
  'download',
  'upload',
  'sign-in',
  'sign-out',
  'break-glass',
  'verify',
];
const RESOURCES = [
  'patient',
  'summary',
  'allergy',
  'chronic-condition',
  'vaccination',
  'health-record',
  'growth',
  'vitals',
  'genome',
  'import',
  'session',
  'audit-event',
];
const ID = '[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';

/** The conditions of the search; applied together, so that the list does not jump while one types. */
export function Filters({
  filter,
  onApply,
}: {
  filter: AuditFilter;
  onApply: (filter: Record<string, string>) => void;
}): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { breakGlass, ...values } = valuesOf(event.currentTarget);
    onApply(breakGlass ? { ...values, breakGlass: 'true' } : values);
  };
  return (
    <form className="card" role="search" aria-label={t.title} onSubmit={submit}>
      <div className="body stack">
        <div className="fields audit-fields">
          {(['patientId', 'actorId'] as const).map((name) => (
            <Field key={name} label={t[name]}>
              {(control) => (
                <input
                  {...control}
                  className="input code"
                  name={name}
                  defaultValue={filter[name]}
                  pattern={ID}
                  title={t.badId}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
          ))}
          <Choice name="action" options={ACTIONS} value={filter.action} />
          <Choice name="resourceType" options={RESOURCES} value={filter.resourceType} />
          {(['from', 'to'] as const).map((name) => (
            <Field key={name} label={t[name]}>
              {(control) => (
                <input {...control} className="input" name={name} type="date" defaultValue={filter[name]} />
              )}
            </Field>
          ))}
        </div>
        <div className="row apart">
          <label className="check">
            <input type="checkbox" name="breakGlass" defaultChecked={Boolean(filter.breakGlass)} />
            {t.breakGlass}
          </label>
          <div className="row">
            <button type="button" className="button" onClick={() => onApply({})}>
              {t.clear}
            </button>
            <button type="submit" className="button primary">
              {t.apply}
            </button>
          </div>
        </div>
      </div>
    </form>
  );
}

function Choice({
  name,
  options,
  value,
}: {
  name: 'action' | 'resourceType';
  options: string[];
  value: string | undefined;
}): ReactNode {
  // An address may name one that is not in the list; it is kept.
  const all = value && !options.includes(value) ? [value, ...options] : options;
  return (
    <Field label={t[name]}>
      {(control) => (
        <select {...control} className="input" name={name} defaultValue={value ?? ''}>
          <option value="">{t.anything}</option>
          {all.map((option) => (
            <option key={option} value={option}>
              {words(option)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
