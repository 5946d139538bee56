import { useRef, type ReactNode } from 'react';

/** What the service reads: tables as text, and Excel workbooks. */
const ACCEPTED = '.csv,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A button that opens the browser's choice of a file. */
export function FileButton({
  label,
  isBusy = false,
  isPrimary,
  onFile,
}: {
  label: string;
  isBusy?: boolean;
  isPrimary: boolean;
  onFile: (file: File) => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={isPrimary ? 'button primary' : 'button'}
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) input.current?.click();
        }}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept={ACCEPTED}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // The same file again, corrected meanwhile, must count as a new choice.
          event.target.value = '';
        }}
      />
    </>
  );
}
