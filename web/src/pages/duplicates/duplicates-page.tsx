import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { LikelyDuplicate, PatientLine } from '../../api/duplicate-types.ts';
import { usePages } from '../../api/queries.ts';
import { calendarDate } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { useTitle } from '../../parts/title.ts';
import { duplicatesText as t } from '../../text/duplicates.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { nameOf } from './names.ts';
import './duplicates.css';

const LIST = '/patients/duplicates?limit=25';

/** Who was likely registered twice, and why one would think so; a person decides. */
export default function DuplicatesPage(): ReactNode {
  useTitle(t.title);
  const list = usePages<LikelyDuplicate>(LIST);
  const [compared, setCompared] = useState<LikelyDuplicate | null>(null);
  const actions: Column<LikelyDuplicate> = {
    label: t.columns.actions,
    is: 'actions',
    cell: (pair) => (
      <button
        type="button"
        className="button"
        aria-label={t.compareNamed(nameOf(pair.first), nameOf(pair.second))}
        onClick={() => setCompared(pair)}
      >
        {t.compare}
      </button>
    ),
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="soft">{t.lead}</p>
        </div>
        <Link href="/patients" className="button">
          {t.back}
        </Link>
      </header>
      <section className="card">
        <Loaded of={list}>
          {(pairs) =>
            pairs.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            ) : (
              <Table
                name={t.title}
                rows={pairs}
                columns={[...COLUMNS, actions]}
                keyOf={({ first, second }) => `${first.id}/${second.id}`}
              />
            )
          }
        </Loaded>
        <More list={list} />
      </section>
      {compared && <CompareDialog pair={compared} onClose={() => setCompared(null)} />}
    </div>
  );
}

const COLUMNS: Column<LikelyDuplicate>[] = [
  {
    label: t.columns.pair,
    is: 'lead',
    cell: ({ first, second }) => (
      <span className="pair">
        <Line patient={first} />
        <Line patient={second} />
      </span>
    ),
  },
  { label: t.columns.score, is: 'number', cell: ({ score }) => t.percent(score) },
  {
    label: t.columns.reasons,
    is: 'text',
    cell: ({ reasons }) => (
      <ul className="row reasons">
        {reasons.map(({ what, detail, points }) => (
          <li key={what} className={points < 0 ? 'badge warn' : 'badge'}>
            {t.reasons[what]} {detail} {points < 0 ? '−' : '+'}
            {Math.round(Math.abs(points) * 100)}
          </li>
        ))}
      </ul>
    ),
  },
];

function Line({ patient }: { patient: PatientLine }): ReactNode {
  return (
    <span>
      <Link href={`/patients/${patient.id}`}>{nameOf(patient)}</Link>{' '}
      <span className="soft small">
        {calendarDate(patient.birthDate)} · {patient.mrn}
      </span>
    </span>
  );
}
