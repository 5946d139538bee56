import { lazy, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { ChronicCondition, ConditionStatus } from '../../api/types.ts';
import { calendarDate } from '../../parts/format.ts';
import type { Column } from '../../parts/table.tsx';
import { text } from '../../text/en.ts';
import { patientText as t } from '../../text/patient.ts';
import { RecordList } from './record-list.tsx';

const ConditionDialog = lazy(() => import('./condition-dialog.tsx'));

const COLUMNS: Column<ChronicCondition>[] = [
  { label: t.columns.name, is: 'lead', cell: ({ name }) => <strong>{name}</strong> },
  { label: t.columns.status, cell: ({ status }) => <ConditionBadge status={status} /> },
  { label: t.columns.severity, cell: ({ severity }) => severity || text.none },
  { label: t.columns.code, cell: ({ code }) => code || text.none },
  { label: t.columns.onset, cell: ({ onsetDate }) => calendarDate(onsetDate) },
  { label: t.columns.resolved, cell: ({ resolvedDate }) => calendarDate(resolvedDate) },
];

/** All chronic conditions, resolved ones too. */
export function ConditionsTab({ patientId }: { patientId: string }): ReactNode {
  const path = `/patients/${patientId}/chronic-conditions`;
  const list = usePages<ChronicCondition>(path);
  return (
    <RecordList
      title={t.tabs.conditions}
      add={t.add.condition}
      none={t.summary.noConditions}
      patientId={patientId}
      path={path}
      list={list}
      columns={COLUMNS}
      nameOf={({ name }) => name}
      form={(condition, close) => <ConditionDialog patientId={patientId} condition={condition} onClose={close} />}
    />
  );
}

export function ConditionBadge({ status }: { status: ConditionStatus }): ReactNode {
  return <span className={status === 'ACTIVE' ? 'badge accent' : 'badge'}>{t.forms.statuses[status]}</span>;
}
