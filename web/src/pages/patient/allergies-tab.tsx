import { lazy, Suspense, useState, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Allergy } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordActions, TabHead } from './record-actions.tsx';

const AllergyDialog = lazy(() => import('./allergy-dialog.tsx'));

/** All allergies, those no longer active too. */
export function AllergiesTab({ patientId }: { patientId: string }): ReactNode {
  const path = `/patients/${patientId}/allergies`;
  const list = usePages<Allergy>(path);
  const [editing, setEditing] = useState<Allergy | 'new' | null>(null);
  return (
    <section className="card">
      <TabHead title={t.tabs.allergies} add={t.add.allergy} onAdd={() => setEditing('new')} />
      <Loaded of={list}>
        {(allergies) =>
          allergies.length === 0 ? (
            <Empty title={t.allergies.none} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.columns.allergen}</th>
                  <th scope="col">{t.columns.severity}</th>
                  <th scope="col">{t.columns.reaction}</th>
                  <th scope="col">{t.columns.onset}</th>
                  <th scope="col">{t.columns.notes}</th>
                  <th scope="col">
                    <span className="unseen">{t.actions}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {allergies.map((allergy) => (
                  <tr key={allergy.id}>
                    <td className="lead">
                      <strong>{allergy.allergen}</strong>
                    </td>
                    <td data-label={t.columns.severity}>
                      <SeverityBadge allergy={allergy} />
                    </td>
                    <td data-label={t.columns.reaction}>{allergy.reaction || text.none}</td>
                    <td data-label={t.columns.onset}>{calendarDate(allergy.onsetDate)}</td>
                    <td data-label={t.columns.notes}>{allergy.notes || text.none}</td>
                    <td>
                      <RecordActions
                        patientId={patientId}
                        path={`${path}/${allergy.id}`}
                        name={allergy.allergen}
                        version={allergy.version}
                        onEdit={() => setEditing(allergy)}
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
          <AllergyDialog
            patientId={patientId}
            allergy={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

function SeverityBadge({ allergy }: { allergy: Allergy }): ReactNode {
  if (!allergy.active) return <span className="badge">{t.inactive}</span>;
  const isAlarming = allergy.severity === 'SEVERE' || allergy.severity === 'LIFE_THREATENING';
  return <span className={isAlarming ? 'badge danger' : 'badge warn'}>{t.allergies.severities[allergy.severity]}</span>;
}
