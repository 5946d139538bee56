import { lazy, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Vaccination } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import type { Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordList } from './record-list.tsx';

const VaccinationDialog = lazy(() => import('./vaccination-dialog.tsx'));

const COLUMNS: Column<Vaccination>[] = [
  {
    label: t.columns.vaccine,
    is: 'lead',
    cell: ({ vaccineName, cvx }) => (
      <span>
        <strong>{vaccineName}</strong>{' '}
        <span className="soft small">
          {t.columns.cvx} {cvx}
        </span>
      </span>
    ),
  },
  { label: t.columns.date, cell: ({ administeredOn }) => calendarDate(administeredOn) },
  { label: t.columns.dose, is: 'number', cell: ({ doseNumber }) => doseNumber ?? text.none },
  { label: t.columns.lot, cell: ({ lotNumber }) => lotNumber || text.none },
  { label: t.columns.site, cell: ({ site }) => site || text.none },
  { label: t.columns.provider, cell: ({ provider }) => provider || text.none },
];

/** All vaccinations, the newest first. */
export function VaccinationsTab({ patientId, birthDate }: { patientId: string; birthDate: string }): ReactNode {
  const path = `/patients/${patientId}/vaccinations`;
  const list = usePages<Vaccination>(path);
  return (
    <RecordList
      title={t.tabs.vaccinations}
      add={t.add.vaccination}
      none={t.summary.noVaccinations}
      patientId={patientId}
      path={path}
      list={list}
      columns={COLUMNS}
      nameOf={({ vaccineName }) => vaccineName}
      form={(vaccination, close) => (
        <VaccinationDialog
          patientId={patientId}
          birthDate={birthDate}
          others={list.data ?? []}
          vaccination={vaccination}
          onClose={close}
        />
      )}
    />
  );
}
