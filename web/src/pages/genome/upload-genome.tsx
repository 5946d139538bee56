import { useState, type ReactNode } from 'react';
import type { UploadedGenome } from '../../api/types.ts';
import { forget } from '../../api/queries.ts';
import { useSending } from '../../api/sending.ts';
import { upload } from '../../api/upload.ts';
import { FileButton } from '../../parts/file-button.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { genomeText as t } from '../../text/genome.ts';

/** Takes a raw file once the patient's agreement is affirmed. */
export function UploadGenome({ path, onUploaded }: { path: string; onUploaded: (id: string) => void }): ReactNode {
  const [agreed, setAgreed] = useState(false);
  const { share, problem, send } = useSending();
  const [warnings, setWarnings] = useState<string[]>([]);
  const give = (file: File): Promise<boolean> => {
    const form = new FormData();
    form.append('file', file, file.name);
    return send(async (onProgress) => {
      const genome = await upload<UploadedGenome>({ path, form, onProgress });
      setWarnings(genome.warnings);
      if (genome.isRepeated) announce(t.repeated);
      await forget(path);
      onUploaded(genome.id);
    });
  };
  return (
    <section className="card no-print">
      <div className="body stack">
        <div className="row apart">
          <label className="check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t.agreed}
          </label>
          <FileButton
            label={share === null ? t.upload : t.sending(Math.round(share * 100))}
            isBusy={!agreed || share !== null}
            isPrimary
            onFile={(file) => void give(file)}
          />
        </div>
        <SaveFailure problem={problem} />
        {warnings.map((warning) => (
          <p key={warning} className="notice warn">
            {warning}
          </p>
        ))}
      </div>
    </section>
  );
}
