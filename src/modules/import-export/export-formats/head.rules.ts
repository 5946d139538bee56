import { CSV_BOM, csvLine } from '../csv/csv-writer.rules.js';
import type { ExportFormat } from '../exports/export.rules.js';

/** What a file begins with: the names of its columns, if it has any. Those of a workbook wait as a line of JSON. */
export function headOf(format: ExportFormat, columns: readonly string[]): string {
  if (format === 'csv') return CSV_BOM + csvLine(columns, '\n');
  return format === 'xlsx' ? `${JSON.stringify(columns)}\n` : '';
}
