import { useRef, useState, type ReactNode } from 'react';
import type { UploadedGenome } from '../../api/types.ts';
import { forget } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import { upload } from '../../api/upload.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { genomeText as t } from '../../text/genome.ts';

/** Takes a raw file once the patient's agreement is affirmed. */
export function UploadGenome({ path, onUploaded }: { path: string; onUploaded: (id: string) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [agreed, setAgreed] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [warnings, setWarnings] = useState<string[]>([]);
  const send = async (file: File): Promise<void> => {
    setShare(0);
    setProblem(null);
    const form = new FormData();
    form.append('file', file, file.name);
    try {
      const genome = await upload<UploadedGenome>({ path, form, onProgress: setShare });
      setWarnings(genome.warnings);
      if (genome.isRepeated) announce(t.repeated);
      await forget(path);
      onUploaded(genome.id);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setShare(null);
    }
  };
  const isReady = agreed && share === null;
  return (
    <section className="card no-print">
      <div className="body stack">
        <div className="row apart">
          <label className="check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t.agreed}
          </label>
          <button
            type="button"
            className="button primary"
            aria-disabled={!isReady}
            onClick={() => {
              if (isReady) input.current?.click();
            }}
          >
            {share === null ? t.upload : t.sending(Math.round(share * 100))}
          </button>
        </div>
        <input
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) void send(file);
          }}
        />
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
