import type { ImportType } from '../row-parsers/row-type.rules.js';

export type ImportStatus = 'queued' | 'processing' | 'completed' | 'completed-with-errors' | 'failed' | 'cancelled';

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
  return status !== 'queued' && status !== 'processing';
}

/** SQL of the columns that a view is made of, over the alias `i`. */
export const IMPORT_COLUMNS = `i.id, i.type, i.organization_id AS "organizationId", i.status, i.is_dry_run AS "dryRun",
  i.total_rows::float8 AS "totalRows", (i.inserted_rows + i.duplicate_rows + i.rejected_rows)::float8 AS "processedRows",
  i.inserted_rows::float8 AS "insertedRows", i.duplicate_rows::float8 AS "duplicateRows", i.rejected_rows::float8 AS "rejectedRows",
  iso_instant(i.created_at) AS "createdAt", iso_instant(i.started_at) AS "startedAt", iso_instant(i.finished_at) AS "finishedAt",
  round((i.inserted_rows + i.duplicate_rows + i.rejected_rows)
        / greatest(extract(epoch FROM coalesce(i.finished_at, now()) - i.started_at), 0.001))::float8 AS "rowsPerSecond",
  i.error_code AS "errorCode", i.error_detail AS "errorDetail"`;

export type ImportRow = Omit<ImportView, 'error'> & { errorCode: string | null; errorDetail: string | null };

export function viewOf({ errorCode, errorDetail, ...view }: ImportRow): ImportView {
  return errorCode === null ? view : { ...view, error: { code: errorCode, detail: errorDetail ?? '' } };
}
