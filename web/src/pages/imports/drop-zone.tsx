import { useState, type DragEvent, type ReactNode } from 'react';
import { bytes } from '../../parts/format.ts';
import { importsText } from '../../text/imports.ts';
import { FileButton } from '../../parts/file-button.tsx';
import { TABLES } from './fields.ts';

const t = importsText.new;

/** A place to drop a file, and a button for who has no mouse. */
export function DropZone({ file, onFile }: { file: File | null; onFile: (file: File) => void }): ReactNode {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const first = event.dataTransfer.files[0];
    if (first) onFile(first);
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
      <FileButton label={file ? t.other : t.choose} accept={TABLES} isPrimary={!file} onFile={onFile} />
    </div>
  );
}
