import type { ReactNode } from 'react';
import type { Merge } from '../../api/duplicate-types.ts';
import { useRead } from '../../api/queries.ts';
import type { Page } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { count, instant } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { duplicatesText } from '../../text/duplicates.ts';
import { undoMerge } from '../duplicates/undo-merge.ts';

const t = duplicatesText.merges;

const COLUMNS: Column<Merge>[] = [
  { label: t.mrn, is: 'lead code', cell: ({ mergedMrn }) => mergedMrn },
  { label: t.mergedAt, is: 'line', cell: ({ mergedAt }) => instant(mergedAt) },
  { label: t.moved, is: 'number', cell: ({ movedCount }) => count(movedCount) },
  { label: t.retired, is: 'number', cell: ({ retiredCount }) => count(retiredCount) },
  {
    label: t.state,
    cell: ({ undoneAt }) => <span className="badge">{undoneAt ? t.undoneAt(instant(undoneAt)) : t.inForce}</span>,
  },
  {
    label: t.undo,
    is: 'actions',
    cell: (merge) =>
      merge.undoneAt === null && (
        <button
          type="button"
          className="button"
          aria-label={t.undoNamed(merge.mergedMrn)}
          onClick={() => void undoMerge(merge)}
        >
          {t.undo}
        </button>
      ),
  },
];

/** Who was merged into this patient; each merge can be undone. */
export default function MergesTab({ patientId }: { patientId: string }): ReactNode {
  const merges = useRead<Page<Merge>>(`/patients/${patientId}/merges`);
  return (
    <Card title={t.title}>
      <Loaded of={merges}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <Table name={t.title} rows={items} columns={COLUMNS} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Card>
  );
}
