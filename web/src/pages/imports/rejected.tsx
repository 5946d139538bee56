import { useRef, useState, type ReactNode } from 'react';
import { forget, usePages } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import type { ImportFault, ImportJob } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Loaded, More } from '../../parts/states.tsx';
import { announce } from '../../parts/toasts.tsx';
import { text } from '../../text/en.ts';
import { importsText } from '../../text/imports.ts';

const t = importsText.one;

/** Every rejected row with its reason, and the way back: download, correct, send. */
export function Rejected({ job, path }: { job: ImportJob; path: string }): ReactNode {
  const list = usePages<ImportFault>(`${path}/errors?limit=100`);
  const mayRepair = job.status === 'completed-with-errors' && !job.dryRun;
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t.rejectedTitle}</h2>
          {mayRepair && <p className="soft small">{t.rejectedLead}</p>}
        </div>
        <div className="row">
          <a className="button" href={`/api${path}/errors.csv`} download>
            {t.download}
          </a>
          {mayRepair && <Repair path={path} />}
        </div>
      </header>
      <Loaded of={list}>
        {(faults) => (
          <table className="table">
            <caption className="unseen">{t.rejectedTitle}</caption>
            <thead>
              <tr>
                <th scope="col" className="number">
                  {importsText.new.row}
                </th>
                <th scope="col">{importsText.new.column}</th>
                <th scope="col">{importsText.new.problem}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map((fault, index) => (
                <tr key={`${fault.row}-${fault.column}-${fault.code}-${index}`}>
                  <td data-label={importsText.new.row} className="number import-row">
                    {fault.row}
                  </td>
                  <td data-label={importsText.new.column}>{fault.column ?? text.none}</td>
                  <td data-label={importsText.new.problem}>{fault.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      <More list={list} />
    </section>
  );
}

function Repair({ path }: { path: string }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const form = new FormData();
    form.append('file', file, file.name);
    try {
      await upload({ path: `${path}/corrections`, form, idempotencyKey: crypto.randomUUID() });
      announce(t.repaired);
      await forget(path);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button primary" aria-disabled={busy} onClick={() => input.current?.click()}>
        {busy ? t.repairing : t.repair}
      </button>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept=".csv,text/csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file && !busy) void send(file);
        }}
      />
      <SaveFailure problem={problem} />
    </>
  );
}
