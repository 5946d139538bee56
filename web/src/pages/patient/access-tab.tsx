import type { ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Disclosure } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { instant } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { patientText } from '../../text/patient.ts';

const t = patientText.access;

const COLUMNS: Column<Disclosure>[] = [
  { label: t.when, is: 'line', cell: ({ occurredAt }) => instant(occurredAt) },
  {
    label: t.who,
    is: 'lead',
    cell: ({ who, role, organization }) => (
      <span>
        <strong>{who}</strong> <span className="soft">{[role, organization].filter(Boolean).join(', ')}</span>
      </span>
    ),
  },
  {
    label: t.what,
    is: 'text',
    cell: ({ what, mergedMrn }) => (
      <>
        {what} {mergedMrn !== null && <span className="badge">{t.merged(mergedMrn)}</span>}
      </>
    ),
  },
  {
    label: t.why,
    is: 'text',
    cell: ({ why, isBreakGlass }) => (
      <>
        {why} {isBreakGlass && <span className="badge danger">{t.breakGlass}</span>}
      </>
    ),
  },
];

/** Who saw this patient, and why, as a tab of the record. */
export default function AccessTab({ patientId }: { patientId: string }): ReactNode {
  return (
    <Card title={t.title}>
      <Disclosures patientId={patientId} />
    </Card>
  );
}

/** The list that one can show to a parent. */
export function Disclosures({ patientId }: { patientId: string }): ReactNode {
  const list = usePages<Disclosure>(`/audit/patients/${patientId}/disclosures`);
  return (
    <>
      <Loaded of={list}>
        {(disclosures) =>
          disclosures.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <Table name={t.title} rows={disclosures} columns={COLUMNS} keyOf={({ eventId }) => eventId} />
          )
        }
      </Loaded>
      <More list={list} />
    </>
  );
}
