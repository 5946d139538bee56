import { useState, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Page, RecordChange } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { InputField } from '../../parts/field.tsx';
import { calendarDate, instant, instantOf, today, words } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText } from '../../text/patient.ts';
import { asItWas, differences } from './history.rules.ts';

const t = patientText.history;

/** How a record came to be what it is: every change with who made it, what stood there before and after. */
export default function HistoryDialog({ path, onClose }: { path: string; onClose: () => void }): ReactNode {
  const history = useRead<Page<RecordChange>>(`${path}/history`);
  const [on, setOn] = useState('');
  return (
    <Dialog title={t.title} onClose={onClose}>
      <InputField
        label={t.asOn}
        name="asOn"
        type="date"
        max={today()}
        value={on}
        onChange={(event) => setOn(event.target.value)}
        optional
      />
      <Loaded of={history}>
        {({ items }) =>
          on && items.length > 0 ? (
            <AsItWas on={on} values={asItWas(items, instantOf(`${on}T23:59:59`))} />
          ) : items.length === 0 ? (
            <p className="soft">{t.none}</p>
          ) : (
            <ol className="stack">
              {items.map((change) => (
                <li key={change.at} className="stack history-change">
                  <p>
                    <strong>{t.actions[change.action] ?? words(change.action)}</strong>{' '}
                    <span className="soft">
                      {instant(change.at)} · {change.by.displayName ?? words(change.by.role ?? '')}
                    </span>
                  </p>
                  <Differences change={change} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      <div className="actions">
        <button type="button" className="button" onClick={onClose} autoFocus>
          {text.close}
        </button>
      </div>
    </Dialog>
  );
}

function AsItWas({ on, values }: { on: string; values: Record<string, string> | null }): ReactNode {
  const title = t.asItWas(calendarDate(on));
  if (!values) return <p className="soft">{t.notThere(calendarDate(on))}</p>;
  return (
    <Table
      caption={title}
      headUnseen
      rows={Object.entries(values)}
      keyOf={([name]) => name}
      columns={[
        { label: t.field, is: 'lead', cell: ([name]) => fieldName(name) },
        { label: t.value, cell: ([, value]) => value },
      ]}
    />
  );
}

function fieldName(name: string): string {
  return words(name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2'));
}

function Differences({ change }: { change: RecordChange }): ReactNode {
  const found = differences(change);
  if (found.length === 0) return null;
  return (
    <Table
      rows={found}
      keyOf={({ name }) => name}
      columns={[
        { label: t.field, is: 'lead', cell: ({ name }) => fieldName(name) },
        { label: t.before, cell: ({ before }) => before || text.none },
        { label: t.after, cell: ({ after }) => after || text.none },
      ]}
    />
  );
}
