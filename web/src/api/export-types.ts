import type { ImportType } from './types.ts';

export type ExportFormat = 'csv' | 'ndjson' | 'fhir' | 'xlsx';

/** An export as the service tells of it. */
export interface ExportJob {
  id: string;
  type: ImportType;
  format: ExportFormat;
  organizationId: string;
  from: string | null;
  to: string | null;
  encrypted: boolean;
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
  rows: number;
  bytes: number;
  createdAt: string;
  finishedAt: string | null;
  expiresAt: string | null;
  error?: { code: string; detail: string };
}
