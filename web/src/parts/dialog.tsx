import { useEffect, useId, useRef, type ReactNode } from 'react';
import { focusPage } from './focus.ts';

/**
 * A modal dialog on the browser's own `<dialog>`: focus stays inside, Escape closes, focus returns to what opened it, or, where that
 * is gone with what was done, to the page.
 */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    const cameFrom = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
      focusPage();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="sheet">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
