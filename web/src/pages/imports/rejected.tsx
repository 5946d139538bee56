import type { ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { ImportFault, ImportJob } from '../../api/types.ts';
import { Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { importsText } from '../../text/imports.ts';
import { Repair } from './repair.tsx';

const t = importsText.one;

const COLUMNS: Column<ImportFault>[] = [
  { label: importsText.new.row, is: 'lead line', cell: ({ row }) => `${importsText.new.row} ${row}` },
  { label: importsText.new.column, cell: ({ column }) => column ?? text.none },
  { label: importsText.new.problem, is: 'text', cell: ({ message }) => message },
];

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
          <Table
            name={t.rejectedTitle}
            rows={faults}
            columns={COLUMNS}
            keyOf={({ row, column, code }, index) => `${row}-${column}-${code}-${index}`}
          />
        )}
      </Loaded>
      <More list={list} />
    </section>
  );
}
