import type { ReactNode } from 'react';
import type { ImportStatus } from '../../api/types.ts';
import { importsText } from '../../text/imports.ts';

const TONES: Record<ImportStatus, string> = {
  queued: '',
  processing: 'accent',
  completed: 'good',
  'completed-with-errors': 'warn',
  failed: 'danger',
  cancelled: '',
  undoing: 'accent',
  undone: '',
};

export function StatusBadge({ status }: { status: ImportStatus }): ReactNode {
  return <span className={`badge ${TONES[status]}`}>{importsText.statuses[status]}</span>;
}

/** Nothing more happens to it by itself. */
export function isOver(status: ImportStatus): boolean {
  return status !== 'queued' && status !== 'processing' && status !== 'undoing';
}
