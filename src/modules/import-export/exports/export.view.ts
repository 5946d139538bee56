import type { ExportFormat, ExportType } from './export.rules.js';

export type ExportStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** An export as the API shows it. */
export interface ExportView {
  id: string;
  type: ExportType;
  format: ExportFormat;
  organizationId: string;
  from: string | null;
  to: string | null;
  /** True when the file comes as an encrypted ZIP. */
  encrypted: boolean;
  status: ExportStatus;
  /** Lines of the file without its header; grows while the export runs. */
  rows: number;
  /** Size of the file, as far as it is made. */
  bytes: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** When the file is deleted; null until it is there. */
  expiresAt: string | null;
  error?: { code: string; detail: string };
}

export function hasEnded({ status }: { status: ExportStatus }): boolean {
  return status !== 'queued' && status !== 'processing';
}

/** SQL of the columns that a view is made of, over the alias `e`. */
export const EXPORT_COLUMNS = `e.id, e.type, e.format, e.organization_id AS "organizationId", e.from_date AS "from", e.to_date AS "to",
  e.is_encrypted AS encrypted, e.status, e.rows::float8 AS rows, e.bytes::float8 AS bytes, iso_instant(e.created_at) AS "createdAt",
  iso_instant(e.started_at) AS "startedAt", iso_instant(e.finished_at) AS "finishedAt", iso_instant(e.expires_at) AS "expiresAt",
  e.error_code AS "errorCode", e.error_detail AS "errorDetail"`;

export type ExportRow = Omit<ExportView, 'error'> & { errorCode: string | null; errorDetail: string | null };

export function viewOf({ errorCode, errorDetail, ...view }: ExportRow): ExportView {
  return errorCode === null ? view : { ...view, error: { code: errorCode, detail: errorDetail ?? '' } };
}
