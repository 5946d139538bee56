import { useRef, type ReactNode } from 'react';

/** A button that opens the browser's choice of a file. */
export function FileButton({
  label,
  accept,
  isBusy = false,
  isPrimary,
  onFile,
}: {
  label: string;
  /** Kinds of files that the browser proposes; all, where nothing is said. */
  accept?: string;
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
        accept={accept}
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
