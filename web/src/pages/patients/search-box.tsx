import { useEffect, useRef, useState, type ReactNode } from 'react';
import { patientsText as t } from '../../text/patients.ts';

const TYPING_PAUSE_MS = 150;

/** Where one types a name or an MRN; what is typed counts when the typing pauses, and arrow down goes on into the list. */
export function SearchBox({
  value,
  onChange,
  onDown,
}: {
  value: string;
  onChange: (value: string) => void;
  onDown: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
        return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focusOnSlash);
    return () => removeEventListener('keydown', focusOnSlash);
  }, []);
  return (
    <div className="worklist-search" role="search">
      <label htmlFor="worklist-search">{t.search}</label>
      <input
        ref={input}
        id="worklist-search"
        className="input"
        type="search"
        aria-describedby="worklist-hint"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
        }}
      />
      <span id="worklist-hint" className="soft small">
        {t.searchHint}
      </span>
    </div>
  );
}
