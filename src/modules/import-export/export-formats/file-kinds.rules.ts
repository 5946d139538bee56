import type { ExportFormat } from '../exports/export.rules.js';

/** What a browser is told of a format's file. */
export const FILE_KINDS: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  ndjson: { mediaType: 'application/x-ndjson', extension: 'ndjson' },
};
