import { useId, type ComponentProps, type ReactNode } from 'react';
import { text } from '../text/en.ts';

/** What a control takes from its field so that label, hint and fault are read out with it. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  optional?: boolean | undefined;
  wide?: boolean | undefined;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint and its fault. */
export function Field({ label, hint, fault, optional, wide, children }: FieldProps): ReactNode {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="soft"> ({text.optional})</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': Boolean(fault) })}
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

type NamedField<Tag extends 'input' | 'textarea' | 'select'> = Omit<FieldProps, 'children'> &
  Omit<ComponentProps<Tag>, 'children' | 'name'> & { name: string };

/** A labelled line to type in. */
export function InputField({ label, hint, fault, optional, wide, ...input }: NamedField<'input'>): ReactNode {
  return (
    <Field label={label} hint={hint} fault={fault} optional={optional} wide={wide}>
      {(control) => <input {...control} className="input" {...input} />}
    </Field>
  );
}

/** A labelled text of several lines. */
export function TextField({ label, hint, fault, optional, wide, ...area }: NamedField<'textarea'>): ReactNode {
  return (
    <Field label={label} hint={hint} fault={fault} optional={optional} wide={wide}>
      {(control) => <textarea {...control} className="input" {...area} />}
    </Field>
  );
}

/** A labelled choice of one among several. */
export function SelectField({
  label,
  hint,
  fault,
  optional,
  wide,
  options,
  ...select
}: NamedField<'select'> & { options: readonly { value: string; label: string }[] }): ReactNode {
  return (
    <Field label={label} hint={hint} fault={fault} optional={optional} wide={wide}>
      {(control) => (
        <select {...control} className="input" {...select}>
          {options.map(({ value, label: shown }) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A catalogue's words as the options of a choice. */
export function optionsOf<Value extends string>(words: Record<Value, string>): { value: Value; label: string }[] {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
}

/** One of a few, all visible at once; native radio buttons drawn as a segmented control. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset>
      <legend className="unseen">{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
