import { FileFault } from '../csv/file-fault.js';
import { DEFLATED, zipDirectory, type ZipEntry, zipText } from './zip-directory.rules.js';

const WORKBOOK = 'xl/workbook.xml';
const MIB = 1024 * 1024;
/** A million rows of ten columns are some 600 MB of XML. */
const INFLATED_BYTES_MAX = 1024 * MIB;
/** These are held whole while the rows are read: of shared strings some 400,000, ten times that in memory. */
const HELD_BYTES_MAX = 24 * MIB;
/** Sheets of real files are packed 5 to 40 times; a bomb a thousand times. */
const RATIO_MAX = 250;
/** Below this a ratio says nothing. */
const RATIO_FROM_BYTES = 8 * MIB;
const ENTRIES_MAX = 4096;
const HELD = /^(\[Content_Types\]\.xml|.*\.rels|xl\/(workbook|sharedStrings|styles)\.xml)$/i;

/**
 * The names of a workbook's sheets, in its order, once it is certain that it can be read within bounds.
 * @throws FileFault 415 for any other archive, 413 for what would grow out of hand, 422 for what is damaged
 */
export function checkWorkbook(bytes: Buffer): string[] {
  const entries = zipDirectory(bytes);
  const workbook = entries?.find(({ name }) => name === WORKBOOK);
  if (!entries || !workbook) {
    throw new FileFault(
      'unsupported-media-type',
      'This is a ZIP archive, and neither a CSV file nor an Excel workbook (.xlsx) that can be read. Send the workbook itself, whole.',
      415,
    );
  }
  if (entries.some(({ isEncrypted }) => isEncrypted)) throw damagedWorkbook();
  refuseBombs(entries, bytes.length);
  return sheetNames(zipText(bytes, workbook));
}

export function damagedWorkbook(): FileFault {
  return new FileFault(
    'damaged-workbook',
    'The workbook cannot be read. Open it in the spreadsheet program and save it as .xlsx again, or as "CSV UTF-8".',
  );
}

export function workbookTooLarge(): FileFault {
  return new FileFault(
    'payload-too-large',
    'The workbook holds more than can be read at once. Save the sheet as "CSV UTF-8", which may be of any length.',
    413,
  );
}

function refuseBombs(entries: readonly ZipEntry[], fileBytes: number): void {
  const packed = entries.reduce((sum, entry) => sum + entry.packedBytes, 0);
  const inflated = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  // Entries that overlap are packed into fewer bytes than they say together.
  const isOverlapping = packed > fileBytes;
  // What gives no size could be of any.
  const isUnsized = entries.some(
    ({ method, bytes, packedBytes, name }) =>
      (bytes === 0 && packedBytes > 2) || (method === DEFLATED && packedBytes === 0 && !name.endsWith('/')),
  );
  if (isOverlapping || isUnsized) throw damagedWorkbook();
  const isDense = entries.some(
    (entry) => entry.bytes > RATIO_FROM_BYTES && entry.bytes > entry.packedBytes * RATIO_MAX,
  );
  const isHeavy = entries.some((entry) => HELD.test(entry.name) && entry.bytes > HELD_BYTES_MAX);
  if (isDense || isHeavy || inflated > INFLATED_BYTES_MAX || entries.length > ENTRIES_MAX) throw workbookTooLarge();
}

const SHEET = /<(?:\w+:)?sheet\s[^>]*?\bname=(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function sheetNames(xml: string | undefined): string[] {
  if (xml === undefined) throw damagedWorkbook();
  return [...xml.matchAll(SHEET)].map(([, double, single]) =>
    (double ?? single ?? '').replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
      decimal || hex
        ? String.fromCodePoint(Math.min(Number.parseInt(decimal ?? hex, decimal ? 10 : 16), 0x10_ff_ff))
        : (ENTITIES[String(name)] ?? whole),
    ),
  );
}
