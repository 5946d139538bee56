import type { ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { ImportFault, ImportJob } from '../../api/types.ts';
import { Loaded, More } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { importsText } from '../../text/imports.ts';
import { Repair } from './repair.tsx';

const t = importsText.one;

/** Every rejected row with its reason, and the way back: download, correct, send into the same import. */
export function Rejected({ job, path }: { job: ImportJob; path: string }): ReactNode {
  const list = usePages<ImportFault>(`${path}/errors?limit=100`);
  const canRepair = !job.dryRun && job.status === 'completed-with-errors';
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t.rejectedTitle}</h2>
          <p className="soft small">{canRepair ? t.rejectedLead : t.rejectedOnly}</p>
        </div>
      </header>
      <div className="body stack">
        <div className="row">
          <a className="button" href={`/api${path}/errors.csv`} download>
            {t.download}
          </a>
          <a className="button" href={`/api${path}/errors.xlsx`} download>
            {t.downloadWorkbook}
          </a>
        </div>
        {canRepair && <Repair path={path} />}
      </div>
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
