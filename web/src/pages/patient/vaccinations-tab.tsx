import { lazy, Suspense, useState, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Vaccination } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordActions, TabHead } from './record-actions.tsx';

const VaccinationDialog = lazy(() => import('./vaccination-dialog.tsx'));

/** All vaccinations, the newest first. */
export function VaccinationsTab({ patientId, birthDate }: { patientId: string; birthDate: string }): ReactNode {
  const path = `/patients/${patientId}/vaccinations`;
  const list = usePages<Vaccination>(path);
  const [editing, setEditing] = useState<Vaccination | 'new' | null>(null);
  return (
    <section className="card">
      <TabHead title={t.tabs.vaccinations} add={t.add.vaccination} onAdd={() => setEditing('new')} />
      <Loaded of={list}>
        {(vaccinations) =>
          vaccinations.length === 0 ? (
            <Empty title={t.summary.noVaccinations} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.columns.vaccine}</th>
                  <th scope="col">{t.columns.date}</th>
                  <th scope="col" className="number">
                    {t.columns.dose}
                  </th>
                  <th scope="col">{t.columns.lot}</th>
                  <th scope="col">{t.columns.site}</th>
                  <th scope="col">{t.columns.provider}</th>
                  <th scope="col">
                    <span className="unseen">{t.actions}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {vaccinations.map((vaccination) => (
                  <tr key={vaccination.id}>
                    <td className="lead">
                      <span>
                        <strong>{vaccination.vaccineName}</strong>{' '}
                        <span className="soft small">
                          {t.columns.cvx} {vaccination.cvx}
                        </span>
                      </span>
                    </td>
                    <td data-label={t.columns.date}>{calendarDate(vaccination.administeredOn)}</td>
                    <td data-label={t.columns.dose} className="number">
                      {vaccination.doseNumber ?? text.none}
                    </td>
                    <td data-label={t.columns.lot}>{vaccination.lotNumber || text.none}</td>
                    <td data-label={t.columns.site}>{vaccination.site || text.none}</td>
                    <td data-label={t.columns.provider}>{vaccination.provider || text.none}</td>
                    <td>
                      <RecordActions
                        patientId={patientId}
                        path={`${path}/${vaccination.id}`}
                        name={vaccination.vaccineName}
                        version={vaccination.version}
                        onEdit={() => setEditing(vaccination)}
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
          <VaccinationDialog
            patientId={patientId}
            birthDate={birthDate}
            others={list.data ?? []}
            vaccination={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
