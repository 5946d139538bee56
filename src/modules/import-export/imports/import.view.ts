import type { ImportType } from '../row-parsers/row-type.rules.js';

export type ImportStatus =
  | 'queued'
  | 'processing'
  | 'completed'
  | 'completed-with-errors'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** An import as the API shows it. */
export interface ImportView {
  id: string;
  type: ImportType;
  organizationId: string;
  status: ImportStatus;
  dryRun: boolean;
  totalRows: number;
  processedRows: number;
  insertedRows: number;
  duplicateRows: number;
  rejectedRows: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  rowsPerSecond: number | null;
  /** What taking the import back did; its counts still tell what the import did. */
  undo?: { undoneAt: string; undoneRows: number; keptRows: number };
  error?: { code: string; detail: string };
}

/** A row's fault as the API shows it. */
export interface ImportErrorView {
  row: number;
  column: string | null;
  code: string;
  message: string;
}

export function hasEnded({ status }: { status: ImportStatus }): boolean {
  return status !== 'queued' && status !== 'processing' && status !== 'undoing';
}

/** SQL of the columns that a view is made of, over the alias `i`. */
export const IMPORT_COLUMNS = `i.id, i.type, i.organization_id AS "organizationId", i.status, i.is_dry_run AS "dryRun",
  i.total_rows::float8 AS "totalRows", (i.inserted_rows + i.duplicate_rows + i.rejected_rows)::float8 AS "processedRows",
  i.inserted_rows::float8 AS "insertedRows", i.duplicate_rows::float8 AS "duplicateRows", i.rejected_rows::float8 AS "rejectedRows",
  iso_instant(i.created_at) AS "createdAt", iso_instant(i.started_at) AS "startedAt", iso_instant(i.finished_at) AS "finishedAt",
  round((i.inserted_rows + i.duplicate_rows + i.rejected_rows - i.round_base_rows)
        / greatest(extract(epoch FROM coalesce(i.finished_at, now()) - coalesce(i.round_started_at, i.started_at)), 0.001))::float8
    AS "rowsPerSecond",
  iso_instant(i.undone_at) AS "undoneAt", i.undone_rows::float8 AS "undoneRows", i.kept_rows::float8 AS "keptRows",
  i.error_code AS "errorCode", i.error_detail AS "errorDetail"`;

export type ImportRow = Omit<ImportView, 'error' | 'undo'> & {
  errorCode: string | null;
  errorDetail: string | null;
  undoneAt: string | null;
  undoneRows: number | null;
  keptRows: number | null;
};

export function viewOf({ errorCode, errorDetail, undoneAt, undoneRows, keptRows, ...view }: ImportRow): ImportView {
  return {
    ...view,
    ...(errorCode === null ? {} : { error: { code: errorCode, detail: errorDetail ?? '' } }),
    ...(undoneAt === null ? {} : { undo: { undoneAt, undoneRows: undoneRows ?? 0, keptRows: keptRows ?? 0 } }),
  };
}
