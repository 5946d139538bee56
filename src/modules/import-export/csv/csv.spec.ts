import { array, assert, property, stringMatching, tuple } from 'fast-check';
import { parse as referenceParse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import type { CsvHead } from './csv-head.js';
import { CsvInspection, recordBlocks } from './csv-inspection.js';
import { csvLine } from './csv-writer.rules.js';
import type { Dialect } from './dialect.rules.js';
import { FileFault } from './file-fault.js';
import { guarded } from './formula-guard.rules.js';
import { RecordReader } from './record-reader.js';
import { ROW_BYTES_MAX } from './record-splitter.js';

const COMMA: Dialect = { delimiter: ',', newline: '\n' };

async function* chunks(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Inspects a file that comes in pieces of `size` bytes, and then reads it block by block. */
async function read(content: string | Buffer, { size = 7, maxRows = 2 } = {}) {
  const bytes = Buffer.from(content as string);
  const inspection = new CsvInspection(() => undefined);
  for await (const chunk of inspection.through(chunks(bytes, size))) expect(chunk.length).toBeGreaterThan(0);
  const head = inspection.summary;
  const rows: string[][] = [];
  const starts: number[] = [];
  const rest = { maxRows, maxBytes: 1 << 20, start: head.dataStart, firstRow: 2 };
  for await (const block of recordBlocks(chunks(bytes.subarray(head.dataStart), size), head, rest)) {
    expect(bytes.subarray(block.start, block.end).toString()).toBe(block.text);
    expect(block.firstRow).toBe(rows.length + 2);
    starts.push(block.start);
    rows.push(...recordsOf(block.text, head.dialect));
    expect(block.firstRow + block.rows).toBe(rows.length + 2);
  }
  expect(rows).toHaveLength(head.records);
  return { head, rows, starts };
}

function recordsOf(text: string, dialect: Dialect): string[][] {
  const reader = new RecordReader(text, dialect);
  const records: string[][] = [];
  for (let record = reader.next(); record; record = reader.next()) records.push(record);
  return records;
}

async function faultOf(content: string | Buffer, size = 64): Promise<string> {
  try {
    await read(content, { size });
  } catch (error) {
    if (error instanceof FileFault) return `${error.status} ${error.code} ${error.detail}`;
    throw error;
  }
  return 'none';
}

describe('a CSV file', () => {
  it('is read in blocks of whole records, however its bytes come', async () => {
    const file = 'mrn,notes\r\nA1,"two\r\nlines, and ""quotes"""\r\nA2,\r\n\r\nA3,Zoë 👶';
    for (let size = 1; size < 40; size++) {
      const { head, rows } = await read(file, { size });
      expect(head.header).toEqual(['mrn', 'notes']);
      expect(rows).toEqual([['A1', 'two\r\nlines, and "quotes"'], ['A2', ''], [''], ['A3', 'Zoë 👶']]);
    }
  });

  it.each([
    ['a mark of byte order', '\uFEFFmrn,cvx\nA1,08\n', ','],
    ['semicolons', 'mrn;cvx\nA1;08\n', ';'],
    ['tabs', 'mrn\tcvx\r\nA1\t08', '\t'],
    ['carriage returns only', 'mrn,cvx\rA1,08\r', ','],
    ['quoted names', '"mrn","cvx"\n"A1","08"\n', ','],
    ['separators inside quoted names', '"mrn";"a,b,c"\nA1;08\n', ';'],
  ])('may have %s', async (_what, file, delimiter) => {
    const { head, rows } = await read(file);
    expect(head.dialect.delimiter).toBe(delimiter);
    expect(head.header[0]).toBe('mrn');
    expect(rows).toEqual([['A1', '08']]);
  });

  it('can be read on from the start of any block', async () => {
    const file = 'mrn,notes\n' + Array.from({ length: 9 }, (_, i) => `A${i},"line\n${i}"\n`).join('');
    const { head, rows, starts } = await read(file);
    for (const [index, start] of starts.entries()) {
      const rest = { maxRows: 100, maxBytes: 1 << 20, start, firstRow: 2 + index * 2 };
      const blocks = [];
      for await (const block of recordBlocks(chunks(Buffer.from(file).subarray(start), 5), head, rest))
        blocks.push(block);
      expect(blocks.flatMap(({ text }) => recordsOf(text, head.dialect))).toEqual(rows.slice(index * 2));
    }
  });

  it.each([
    ['nothing', '', /^422 empty-file/],
    ['a mark of byte order and nothing', '\uFEFF', /^422 empty-file/],
    ['blank lines', '\n\n', /^422 (empty-file|no-rows)|none/],
    ['a header and nothing below', 'mrn,cvx\n', /^422 no-rows/],
    ['a quote never closed', 'mrn,notes\nA1,x\nA2,"x\nA3,y\n', /^422 unclosed-quote .*row 3/],
    ['a quote never closed in the header', 'mrn,"notes\nA1,x\n', /^422 unclosed-quote .*row 1/],
    ['a NUL byte', 'mrn,notes\nA1,x\nA2,\0\n', /^422 nul-byte .*3/],
    ['Latin-1', Buffer.from('mrn,notes\nA1,x\nA2,Zo\xeb\nA3,y\n', 'latin1'), /^422 wrong-encoding Row 3/],
    ['a character cut off', Buffer.from('mrn,notes\nA1,Zo\xc3', 'latin1'), /^422 wrong-encoding Row 2/],
    ['UTF-16', Buffer.from('\uFEFFmrn,notes\nA1,x\n', 'utf16le'), /^422 wrong-encoding .*UTF-16/],
    ['UTF-16 without a mark', Buffer.from('mrn,notes\nA1,x\n', 'utf16le'), /^422 wrong-encoding .*UTF-16/],
    ['a ZIP archive', Buffer.from('PK\u0003\u0004rest'), /^415 unsupported-media-type .*xlsx/],
    ['a gzip archive', Buffer.from([0x1f, 0x8b, 8, 0, 0]), /^415 unsupported-media-type/],
    ['a PDF', '%PDF-1.7\n', /^415 unsupported-media-type/],
    ['501 columns', `${'a,'.repeat(500)}b\n1\n`, /^422 too-many-columns/],
  ])('that holds %s is refused clearly', async (_what, content, expected) => {
    expect(await faultOf(content)).toMatch(expected);
    expect(await faultOf(content, 1)).toMatch(expected);
  });

  it('with a line of 10 MB is refused after the first of them', async () => {
    const inspection = new CsvInspection(() => undefined);
    let seen = 0;
    async function* endless(): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(Buffer.from('mrn,notes\nA1,'));
      for (let block = 0; block < 160; block++) {
        seen += 1;
        yield Buffer.alloc(65_536, 'x');
      }
    }
    const pass = async () => {
      for await (const chunk of inspection.through(endless())) expect(chunk).toBeDefined();
    };
    await expect(pass()).rejects.toMatchObject({ code: 'row-too-long', status: 422 });
    expect(seen * 65_536).toBeLessThan(ROW_BYTES_MAX + 3 * 65_536);
  });

  it('refused by its header is refused at once', async () => {
    const refuse = (head: CsvHead): void => {
      throw new RangeError(head.header.join());
    };
    const pass = async () => {
      for await (const chunk of new CsvInspection(refuse).through(chunks(Buffer.from('a,b\n1,2\n'), 5))) void chunk;
    };
    await expect(pass()).rejects.toThrow('a,b');
  });
});

describe('a record', () => {
  it('with text behind a closing quote is marked, and spoils no other', () => {
    const reader = new RecordReader('a,"b"c,d\ne,f"g,h\n', COMMA);
    expect(reader.next()).toEqual(['a', 'bc', 'd']);
    expect(reader.isSound).toBe(false);
    expect(reader.next()).toEqual(['e', 'f"g', 'h']);
    expect(reader.isSound).toBe(true);
    expect(reader.next()).toBeUndefined();
  });

  it('is what we wrote, and what csv-parse reads', () => {
    const cell = stringMatching(/^[ab",;\t\r\n'é👶 ]{0,8}$/u);
    assert(
      property(array(tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => csvLine(row)).join('');
        const ours = recordsOf(text, COMMA);
        expect(ours).toEqual(referenceParse(text, { record_delimiter: '\r\n' }));
        expect(ours).toEqual(rows.map((row) => row.map((value) => guarded(value))));
      }),
    );
  });
});

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '+cmd', '-cmd|x', '@SUM(A1)', '\t=1', ' =1', '\r=1'])('%j is written as text', (cell) => {
    expect(csvLine([cell])).toMatch(/^"?'/);
  });

  it('is not a number, nor a word', () => {
    expect(csvLine(['-1.5', '+36', 'a=b', 5, null])).toBe('-1.5,+36,a=b,5,\r\n');
  });
});
