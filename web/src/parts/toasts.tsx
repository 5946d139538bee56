import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { focusPage } from './focus.ts';

interface Toast {
  id: number;
  message: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 8_000;
/** Longer where something can be taken back: one must have time to see that it was the wrong one (WCAG 2.2.1). */
const SHOWN_WITH_ACTION_MS = 30_000;
let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says that something is done, and offers to take it back while it is shown. */
export function announce(message: string, action?: Toast['action']): void {
  change([...toasts, { id: nextId++, message, ...(action ? { action } : {}) }]);
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts(): ReactNode {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <Shown key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

/** One toast: it waits while one points at it or stands on its button. */
function Shown({ toast: { id, message, action } }: { toast: Toast }): ReactNode {
  const [held, setHeld] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismiss(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, id, action]);
  useEffect(() => {
    // Where the focus was is gone with what was retired: the next key press finds the way back.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  return (
    <div className="toast" {...hold} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span>{message}</span>
      {action && (
        <button
          ref={button}
          type="button"
          onClick={() => {
            action.run();
            dismiss(id);
            requestAnimationFrame(focusPage);
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
