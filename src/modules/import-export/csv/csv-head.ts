import { delimiterOf, DELIMITERS, type Dialect } from './dialect.rules.js';
import { FileFault } from './file-fault.js';
import { RecordReader } from './record-reader.js';
import { RecordSplitter } from './record-splitter.js';

/** What the beginning of a file tells. */
export interface CsvHead {
  readonly dialect: Dialect;
  /** The cells of the header, as they stand. */
  readonly header: readonly string[];
  /** Offset of the first byte behind the header. */
  readonly dataStart: number;
}

/** Files that are often called .csv and are none. */
const SIGNATURES: readonly [name: string, bytes: readonly number[]][] = [
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty ZIP archive', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel workbook (.xls), or one that is protected by a password', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
];
const BOM = [0xef, 0xbb, 0xbf];
const UTF_16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];
const COLUMNS_MAX = 500;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Reads the head of a file from its first bytes; undefined when more are needed.
 * @param isEnd that `bytes` is the whole file
 * @throws FileFault
 */
export function readHead(bytes: Buffer, isEnd: boolean): CsvHead | undefined {
  if (bytes.length < 4 && !isEnd) return undefined;
  refuseOtherFormats(bytes);
  const start = beginsWith(bytes, BOM) ? BOM.length : 0;
  const newline = newlineOf(bytes, isEnd);
  if (newline === undefined) return undefined;
  const splitter = new RecordSplitter({
    newline,
    delimiters: DELIMITERS.map((delimiter) => delimiter.charCodeAt(0)),
    maxRows: 1,
    maxBytes: Infinity,
    start,
    firstRow: 1,
  });
  const [block] = [...splitter.push(bytes.subarray(start)), ...(isEnd ? splitter.end() : [])];
  if (!block) {
    if (isEnd) throw new FileFault('empty-file', 'The file is empty. It needs a header and at least one row.');
    return undefined;
  }
  const dialect: Dialect = { delimiter: delimiterOf(block.text), newline: newline === LINE_FEED ? '\n' : '\r' };
  const header = new RecordReader(block.text, dialect).next() ?? [];
  if (header.length > COLUMNS_MAX) {
    throw new FileFault('too-many-columns', `The file has more than ${COLUMNS_MAX} columns. Remove those not needed.`);
  }
  if (isEnd && header.every((name) => name.trim() === '') && block.end === bytes.length) {
    throw new FileFault('empty-file', 'The file is empty. It needs a header and at least one row.');
  }
  return { dialect, header, dataStart: block.end };
}

function refuseOtherFormats(bytes: Buffer): void {
  for (const [name, signature] of SIGNATURES) {
    if (!beginsWith(bytes, signature)) continue;
    throw new FileFault(
      'unsupported-media-type',
      `This is ${name}, and neither a CSV file nor an Excel workbook (.xlsx) that can be read. In the spreadsheet choose "Save as" and "CSV UTF-8".`,
      415,
    );
  }
  if (UTF_16_MARKS.some((mark) => beginsWith(bytes, mark)) || isUtf16WithoutMark(bytes)) {
    throw new FileFault(
      'wrong-encoding',
      'The file is UTF-16 ("Unicode text"), not UTF-8. In the spreadsheet choose "Save as" and "CSV UTF-8".',
    );
  }
}

/** Latin text in UTF-16 has a NUL in every second byte. */
function isUtf16WithoutMark(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  return (bytes[0] === 0 && bytes[2] === 0 && bytes[1] !== 0) || (bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0);
}

/** A lone carriage return ends rows only in a file whose first rows have no line feed at all. */
function newlineOf(bytes: Buffer, isEnd: boolean): number | undefined {
  if (bytes.includes(LINE_FEED)) return LINE_FEED;
  if (bytes.length < 64 * 1024 && !isEnd) return undefined;
  return bytes.includes(CARRIAGE_RETURN) ? CARRIAGE_RETURN : LINE_FEED;
}

function beginsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);
}
