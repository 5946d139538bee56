import { lazy, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Allergy } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import type { Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordList } from './record-list.tsx';

const AllergyDialog = lazy(() => import('./allergy-dialog.tsx'));

const COLUMNS: Column<Allergy>[] = [
  { label: t.columns.allergen, is: 'lead', cell: ({ allergen }) => <strong>{allergen}</strong> },
  { label: t.columns.severity, cell: (allergy) => <SeverityBadge allergy={allergy} /> },
  { label: t.columns.reaction, is: 'text', cell: ({ reaction }) => reaction || text.none },
  { label: t.columns.onset, cell: ({ onsetDate }) => calendarDate(onsetDate) },
  { label: t.columns.notes, is: 'text', cell: ({ notes }) => notes || text.none },
];

/** All allergies, those no longer active too. */
export function AllergiesTab({ patientId }: { patientId: string }): ReactNode {
  const path = `/patients/${patientId}/allergies`;
  const list = usePages<Allergy>(path);
  return (
    <RecordList
      title={t.tabs.allergies}
      add={t.add.allergy}
      none={t.allergies.none}
      patientId={patientId}
      path={path}
      list={list}
      columns={COLUMNS}
      nameOf={({ allergen }) => allergen}
      form={(allergy, close) => <AllergyDialog patientId={patientId} allergy={allergy} onClose={close} />}
    />
  );
}

function SeverityBadge({ allergy }: { allergy: Allergy }): ReactNode {
  if (!allergy.active) return <span className="badge">{t.inactive}</span>;
  const isAlarming = allergy.severity === 'SEVERE' || allergy.severity === 'LIFE_THREATENING';
  return <span className={isAlarming ? 'badge danger' : 'badge warn'}>{t.allergies.severities[allergy.severity]}</span>;
}
