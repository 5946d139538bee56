import type { Assembly, Provider } from '../formats/layout.js';
import type { GenomeFacts } from '../genome/genome.rules.js';

/** Where a genome is on its way. */
export type GenomeStatus = 'queued' | 'processing' | 'ready' | 'failed' | 'cancelled';

/** What is kept of a genome's reading besides its calls. */
export type GenomeReport = Pick<GenomeFacts, 'assembly' | 'repeatedRows' | 'discrepantRows' | 'unread' | 'halved'>;

/** A row of `genomes`. */
export interface GenomeRow {
  id: string;
  patient_id: string;
  organization_id: string;
  status: GenomeStatus;
  provider: Provider;
  chip: string | null;
  assembly: Assembly | null;
  variant_count: number | null;
  no_call_count: number | null;
  report: GenomeReport | null;
  sha256: Buffer;
  file_bytes: string;
  sample: string | null;
  raw_object: string | null;
  keep_raw_file: boolean;
  key_sealed: Buffer;
  site_list_id: string | null;
  processed_rows: number;
  error_code: string | null;
  error_detail: string | null;
  job_id: string | null;
  uploaded_by: string;
  uploaded_at: string;
  processed_at: string | null;
}

/** What reading a genome's calls takes of its row. */
export interface ReadableGenome extends Pick<
  GenomeRow,
  'id' | 'patient_id' | 'organization_id' | 'status' | 'provider' | 'chip' | 'assembly' | 'key_sealed' | 'site_list_id'
> {
  /** The block of calls that came along, if one did. */
  near_number: number | null;
  near_sealed: Buffer | null;
}

/** A genome as the API shows it. */
export interface GenomeView {
  id: string;
  status: GenomeStatus;
  provider: Provider;
  chip: string | null;
  assembly: Assembly | null;
  variantCount: number | null;
  noCallCount: number | null;
  processedRows: number;
  uploadedAt: string;
  processedAt: string | null;
  sha256: string;
  fileBytes: number;
  hasRawFile: boolean;
  /** Rows whose marker had come before, those that then said something else, and rows that could not be read. */
  repeatedRows?: number;
  discrepantRows?: number;
  unread?: GenomeFacts['unread'];
  /** On what grounds the assembly was believed; `mismatch` when the header names another than the markers show. */
  assemblyEvidence?: GenomeFacts['assembly'];
  error?: { code: string; detail: string };
}

/** The view of a row. */
export function viewOf(row: GenomeRow): GenomeView {
  const { report } = row;
  return {
    id: row.id,
    status: row.status,
    provider: row.provider,
    chip: row.chip,
    assembly: row.assembly,
    variantCount: row.variant_count,
    noCallCount: row.no_call_count,
    processedRows: row.processed_rows,
    uploadedAt: row.uploaded_at,
    processedAt: row.processed_at,
    sha256: row.sha256.toString('hex'),
    fileBytes: Number(row.file_bytes),
    hasRawFile: row.raw_object !== null,
    ...(report
      ? {
          repeatedRows: report.repeatedRows,
          discrepantRows: report.discrepantRows,
          unread: report.unread,
          assemblyEvidence: report.assembly,
        }
      : {}),
    ...(row.error_code ? { error: { code: row.error_code, detail: row.error_detail ?? '' } } : {}),
  };
}
