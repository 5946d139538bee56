import { Readable } from 'node:stream';

export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Excel's own "Text": it makes neither a formula nor a date of what stands in such a cell, or is typed into it. */
const TEXT_FORMAT = '@';
const COLUMNS_MAX = 501;

/**
 * A workbook of texts as a stream, in constant memory. No cell of it is a formula, whatever it begins with. What writes it takes
 * 3 MB, and is loaded for the first.
 */
export async function workbookOf(rows: AsyncIterable<readonly string[]>): Promise<Readable> {
  const { writeXlsxStream } = await import('hucre');
  const columns = Array.from({ length: COLUMNS_MAX }, () => ({ numFmt: TEXT_FORMAT }));
  const bytes = writeXlsxStream(mutable(rows), { name: 'Rejected rows', columns });
  return Readable.fromWeb(bytes);
}

async function* mutable(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string[], void> {
  for await (const row of rows) yield [...row];
}
