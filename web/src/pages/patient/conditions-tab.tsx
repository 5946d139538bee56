import { lazy, Suspense, useState, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { ChronicCondition, ConditionStatus } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordActions, TabHead } from './record-actions.tsx';

const ConditionDialog = lazy(() => import('./condition-dialog.tsx'));

/** All chronic conditions, resolved ones too. */
export function ConditionsTab({ patientId }: { patientId: string }): ReactNode {
  const path = `/patients/${patientId}/chronic-conditions`;
  const list = usePages<ChronicCondition>(path);
  const [editing, setEditing] = useState<ChronicCondition | 'new' | null>(null);
  return (
    <section className="card">
      <TabHead title={t.tabs.conditions} add={t.add.condition} onAdd={() => setEditing('new')} />
      <Loaded of={list}>
        {(conditions) =>
          conditions.length === 0 ? (
            <Empty title={t.summary.noConditions} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.columns.name}</th>
                  <th scope="col">{t.columns.status}</th>
                  <th scope="col">{t.columns.severity}</th>
                  <th scope="col">{t.columns.code}</th>
                  <th scope="col">{t.columns.onset}</th>
                  <th scope="col">{t.columns.resolved}</th>
                  <th scope="col">
                    <span className="unseen">{t.actions}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {conditions.map((condition) => (
                  <tr key={condition.id}>
                    <td className="lead">
                      <strong>{condition.name}</strong>
                    </td>
                    <td data-label={t.columns.status}>
                      <ConditionBadge status={condition.status} />
                    </td>
                    <td data-label={t.columns.severity}>{condition.severity || text.none}</td>
                    <td data-label={t.columns.code}>{condition.code || text.none}</td>
                    <td data-label={t.columns.onset}>{calendarDate(condition.onsetDate)}</td>
                    <td data-label={t.columns.resolved}>{calendarDate(condition.resolvedDate)}</td>
                    <td>
                      <RecordActions
                        patientId={patientId}
                        path={`${path}/${condition.id}`}
                        name={condition.name}
                        version={condition.version}
                        onEdit={() => setEditing(condition)}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <More list={list} />
      {editing && (
        <Suspense>
          <ConditionDialog
            patientId={patientId}
            condition={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

export function ConditionBadge({ status }: { status: ConditionStatus }): ReactNode {
  return <span className={status === 'ACTIVE' ? 'badge accent' : 'badge'}>{t.forms.statuses[status]}</span>;
}
