import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import type { ImportJob } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { importsText } from '../../text/imports.ts';
import { FileButton } from './file-button.tsx';

const t = importsText.repair;

/** Takes the corrected file of rejected rows; what became of them the page then shows as it does for the import itself. */
export function Repair({ path }: { path: string }): ReactNode {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (file: File): Promise<void> => {
    setShare(0);
    setProblem(null);
    const form = new FormData();
    form.append('file', file, file.name);
    const idempotencyKey = crypto.randomUUID();
    try {
      const job = await upload<ImportJob>({ path: `${path}/corrections`, form, idempotencyKey, onProgress: setShare });
      queryClient.setQueryData([path], job);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <div className="stack">
      <SaveFailure problem={problem} />
      {problem && problem.errors.length > 0 && (
        <ul className="faults" aria-label={t.problems}>
          {problem.errors.map(({ path: place, message }) => (
            <li key={place}>{message}</li>
          ))}
        </ul>
      )}
      <div className="row">
        <FileButton
          label={share === null ? t.send : importsText.new.sending(Math.round(share * 100))}
          isBusy={share !== null}
          isPrimary
          onFile={(file) => void send(file)}
        />
      </div>
    </div>
  );
}
