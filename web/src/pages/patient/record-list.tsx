import { Suspense, useState, type ReactNode } from 'react';
import type { usePages } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { useMe } from '../../session/session.tsx';
import { mayRecord } from '../../shell/places.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordActions } from './record-actions.tsx';

interface RecordListProps<Item> {
  title: string;
  add: string;
  none: string;
  patientId: string;
  /** The address of the collection. */
  path: string;
  list: ReturnType<typeof usePages<Item>>;
  columns: Column<Item>[];
  nameOf: (item: Item) => string;
  /** The form that records a new one, or corrects the one that is given. */
  form: (item: Item | undefined, close: () => void) => ReactNode;
}

/** A patient's records of one kind: all of them, each to be corrected, retired or looked at as it was, and one more to be added. */
export function RecordList<Item extends { id: string; version?: number }>(props: RecordListProps<Item>): ReactNode {
  const { title, add, none, patientId, path, list, columns, nameOf, form } = props;
  const { role } = useMe();
  const [editing, setEditing] = useState<Item | 'new' | null>(null);
  const actions: Column<Item> = {
    label: t.actions,
    is: 'actions',
    cell: (item) => (
      <RecordActions
        patientId={patientId}
        path={`${path}/${item.id}`}
        name={nameOf(item)}
        version={item.version}
        onEdit={() => setEditing(item)}
      />
    ),
  };
  return (
    <Card
      title={title}
      beside={
        mayRecord(role) && (
          <button type="button" className="button no-print" onClick={() => setEditing('new')}>
            {add}
          </button>
        )
      }
    >
      <Loaded of={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={none} />
          ) : (
            <Table rows={items} columns={[...columns, actions]} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <More list={list} />
      {editing && <Suspense>{form(editing === 'new' ? undefined : editing, () => setEditing(null))}</Suspense>}
    </Card>
  );
}
