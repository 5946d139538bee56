import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { bytes } from '../../parts/format.ts';
import { importsText } from '../../text/imports.ts';

const t = importsText.new;

/** A place to drop a file, and a button for who has no mouse. */
export function DropZone({ file, onFile }: { file: File | null; onFile: (file: File) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const first = files?.[0];
    if (first) onFile(first);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {file ? (
        <p>
          <strong>{file.name}</strong> <span className="soft">{bytes(file.size)}</span>
        </p>
      ) : (
        <p>
          <strong>{t.drop}</strong> <span className="soft">{t.or}</span>
        </p>
      )}
      <button type="button" className={file ? 'button' : 'button primary'} onClick={() => input.current?.click()}>
        {file ? t.other : t.choose}
      </button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept=".csv,text/csv,text/plain"
        onChange={(event) => {
          take(event.target.files);
          // The same file again, corrected meanwhile, must count as a new choice.
          event.target.value = '';
        }}
      />
    </div>
  );
}
