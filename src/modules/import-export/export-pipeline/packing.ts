import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** Rows of one sheet of a workbook; Excel's own limit is 1,048,576. */
const SHEET_ROWS = 1_000_000;
/** Excel's own "Text": it makes neither a formula nor a date of what stands in such a cell, or is typed into it. */
const TEXT_FORMAT = { numFmt: '@' };
/** What a ZIP archive holds without its 64-bit extension, with room for its own records. */
const ZIP_BYTES_MAX = 2 ** 32 - 2 ** 24;

/**
 * Makes a workbook of lines that are JSON arrays of cells, the first of them the header. Numbers stay numbers; every other
 * cell is text, never a formula. Constant memory.
 */
export async function* workbookOf(name: string, lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { writeXlsxStream } = await import('hucre');
  let columns = 0;
  const rows = cellsOf(lines);
  const { value: header = [] } = await rows.next();
  columns = header.length;
  async function* all(): AsyncGenerator<Cell[]> {
    yield header;
    yield* rows;
  }
  yield* Readable.fromWeb(
    writeXlsxStream(all(), {
      name,
      columns: Array.from({ length: columns }, () => TEXT_FORMAT),
      maxRowsPerSheet: SHEET_ROWS,
    }) as ReadableStream,
  );
}

/** A ZIP archive that holds one file, encrypted with AES-256 (WinZip's AE-2), in constant memory. */
export async function* encryptedZip(
  file: { name: string; bytes: AsyncIterable<Uint8Array>; plainBytes: number },
  password: string,
): AsyncGenerator<Uint8Array> {
  const { configure, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, {
    password,
    encryptionStrength: 3,
    zip64: file.plainBytes > ZIP_BYTES_MAX,
    keepOrder: true,
  });
  const written = zip.add(file.name, Readable.toWeb(Readable.from(file.bytes))).then(() => zip.close());
  // What went wrong shows below, once the reader has come to its end.
  written.catch((error: unknown) => writable.abort(error).catch(() => undefined));
  yield* Readable.fromWeb(readable as ReadableStream);
  await written;
}

type Cell = string | number | null;

async function* cellsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Cell[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const block of source) {
    const lines = (rest + decoder.decode(block, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Cell[];
  }
}
