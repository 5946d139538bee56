import { appendFileSync, fstatSync, readSync } from 'node:fs';
import { HucreError, streamXlsxRows } from 'hucre';
import { FileFault, type FileFaultCode } from '../csv/file-fault.js';
import { SheetTable } from './sheet-table.rules.js';
import { checkWorkbook, damagedWorkbook, workbookTooLarge } from './workbook-check.rules.js';

/** What is asked of the thread. Both files are open in this process, and have no name any more. */
export interface WorkbookTask {
  readonly source: number;
  readonly target: number;
  /** The first one when absent. */
  readonly sheet: string | undefined;
  /** Rows below the header; a preview needs only the first. */
  readonly maxRows: number;
  /** After which it gives up. */
  readonly patienceMs: number;
}

export type WorkbookOutcome =
  | { readonly firstRow: number; readonly sheet: string; readonly sheets: string[] }
  | { readonly fault: { readonly code: FileFaultCode; readonly detail: string; readonly status: number } };

const BLOCK_CHARACTERS = 64 * 1024;

/**
 * Writes a sheet of a workbook as CSV. The rows are written at once and never awaited: the reader does not wait for whoever takes
 * its rows, so only a taker that is always ready keeps the memory flat.
 */
export default async function sheetToCsv(task: WorkbookTask): Promise<WorkbookOutcome> {
  try {
    return await convert(task);
  } catch (error) {
    const fault = error instanceof HucreError ? damagedWorkbook() : error;
    if (!(fault instanceof FileFault)) throw error;
    // An error loses its class on the way out of a thread.
    return { fault: { code: fault.code as FileFaultCode, detail: fault.detail, status: fault.status } };
  }
}

async function convert({ source, target, sheet, maxRows, patienceMs }: WorkbookTask): Promise<WorkbookOutcome> {
  const deadline = performance.now() + patienceMs;
  const bytes = wholeFile(source);
  const sheets = checkWorkbook(bytes);
  const name = sheet ?? sheets[0];
  if (name === undefined) throw damagedWorkbook();
  if (!sheets.includes(name)) {
    throw new FileFault('unknown-sheet', 'The workbook has no sheet of this name. Look at the names on its tabs.');
  }
  let text = '';
  const flush = (): void => {
    if (text !== '') appendFileSync(target, text);
    text = '';
  };
  const table = new SheetTable((line) => {
    text += line;
    if (text.length >= BLOCK_CHARACTERS) flush();
  });
  for await (const { index, values } of streamXlsxRows(bytes, { sheet: name })) {
    table.add({ index, values });
    if (performance.now() > deadline) throw workbookTooLarge();
    if (table.rows >= maxRows) break;
  }
  table.end();
  flush();
  return { firstRow: table.firstRow, sheet: name, sheets };
}

function wholeFile(descriptor: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(fstatSync(descriptor).size);
  for (let at = 0; at < bytes.length;) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes;
}
