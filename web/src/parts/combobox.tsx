import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ControlProps } from './field.tsx';

export interface Choice {
  value: string;
  label: string;
  /** Shown beside the label. */
  note?: string;
}

interface ComboboxProps {
  control: ControlProps;
  /** The form field that carries the chosen value. */
  name: string;
  choices: Choice[];
  initial?: Choice | undefined;
  /** Said when nothing matches. */
  noMatch: string;
}

const SHOWN = 30;

/** Type-ahead over a list, after the ARIA pattern “combobox with list autocomplete”; the form gets the value, not the text. */
export function Combobox({ control, name, choices, initial, noMatch }: ComboboxProps): ReactNode {
  const listId = useId();
  const [typed, setTyped] = useState(initial?.label ?? '');
  const [chosen, setChosen] = useState(initial ?? null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const matches = open ? matching(choices, typed) : [];

  const choose = (choice: Choice): void => {
    setChosen(choice);
    setTyped(choice.label);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(open ? Math.min(Math.max(active + step, 0), matches.length - 1) : 0);
    } else if (event.key === 'Enter' && open && matches[active]) {
      event.preventDefault();
      choose(matches[active]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      event.preventDefault();
      setOpen(false);
    }
  };

  return (
    <div className="combobox">
      <input
        {...control}
        className="input"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && matches[active] ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        required
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          // Leaving with exactly one candidate means that one; anything else must be chosen.
          const [only, second] = matching(choices, typed);
          if (!chosen && only && !second) choose(only);
          setOpen(false);
        }}
      />
      <input type="hidden" name={name} value={chosen?.value ?? ''} />
      <div role="listbox" id={listId} hidden={!open}>
        {matches.map((choice, index) => (
          <div
            key={choice.value}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            <span>{choice.label}</span>
            {choice.note && <span className="soft small">{choice.note}</span>}
          </div>
        ))}
        {open && matches.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled="true" tabIndex={-1}>
            {noMatch}
          </div>
        )}
      </div>
    </div>
  );
}

/** Choices that hold every typed word, in their own order; an exact value comes first. */
function matching(choices: Choice[], typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return choices.slice(0, SHOWN);
  const parts = wanted.split(/\s+/);
  const found = choices.filter(({ label, value, note }) => {
    const text = `${label} ${value} ${note ?? ''}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
  const exact = found.filter(({ value }) => value.toLowerCase() === wanted);
  return [...exact, ...found.filter((choice) => !exact.includes(choice))].slice(0, SHOWN);
}
