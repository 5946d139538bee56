import type { ReactNode } from 'react';
import { queryClient } from '../../api/queries.ts';
import { useSending } from '../../api/sending.ts';
import type { ImportJob } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { FileButton } from '../../parts/file-button.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { importsText } from '../../text/imports.ts';
import { TABLES } from './fields.ts';

const t = importsText.repair;

/** Takes the corrected file of rejected rows; what became of them the page then shows as it does for the import itself. */
export function Repair({ path }: { path: string }): ReactNode {
  const { share, problem, send } = useSending();
  const correct = (file: File): Promise<boolean> => {
    const form = new FormData();
    form.append('file', file, file.name);
    const idempotencyKey = crypto.randomUUID();
    return send(async (onProgress) => {
      const job = await upload<ImportJob>({ path: `${path}/corrections`, form, idempotencyKey, onProgress });
      queryClient.setQueryData([path], job);
    });
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
          accept={TABLES}
          isBusy={share !== null}
          isPrimary
          onFile={(file) => void correct(file)}
        />
      </div>
    </div>
  );
}
