import type { ExportFormat, ExportType } from '../exports/export.rules.js';

/** What a browser is told of a format's file. */
export const FILE_KINDS: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  ndjson: { mediaType: 'application/x-ndjson', extension: 'ndjson' },
  fhir: { mediaType: 'application/fhir+ndjson', extension: 'fhir.ndjson' },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
};

/** Says what is in the file and of which day, and nothing of a patient. */
export function fileNameOf({
  type,
  format,
  createdAt,
}: {
  type: ExportType;
  format: ExportFormat;
  createdAt: string;
}): string {
  return `${type}-${createdAt.slice(0, 10)}.${FILE_KINDS[format].extension}`;
}

/** All that a file can be, without parameters. */
export const FILE_TYPES: readonly string[] = [
  ...Object.values(FILE_KINDS).map(({ mediaType }) => mediaType.replace(/;.*/, '')),
  'application/zip',
];
