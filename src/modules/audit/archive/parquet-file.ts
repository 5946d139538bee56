import type { AsyncBuffer, FileMetaData, ParquetQueryFilter } from 'hyparquet';
import type { ByteWriter, ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { LineReader } from '../verification/line-reader.js';
import { cellOf, fieldOf, type ArchiveColumn, type Cell } from './archive-tables.js';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Loaded when a file is written or read, which hardly ever happens: an idle api is smaller by it. */
const reading = () => import('hyparquet');
const writing = () => import('hyparquet-writer');

/** Rows of a row group: memory holds one at a time, in writing and in reading. */
const GROUP_ROWS = 10_000;

/** Canonical lines as a Parquet file, streamed group by group. `onRows` hears how many there were. */
export async function* parquetOf(
  lines: AsyncIterable<Buffer>,
  columns: readonly ArchiveColumn[],
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const parquet = await writing();
  const writer = new parquet.ByteWriter();
  const file = new parquet.ParquetWriter({
    writer,
    schema: schemaOf(columns),
    createdBy: 'white-cross audit archive 1',
  });
  const reader = new LineReader(lines);
  let rows = 0;
  for (let group = await takeGroup(reader); group.length > 0; group = await takeGroup(reader)) {
    await file.write({ columnData: columnData(columns, group), rowGroupSize: GROUP_ROWS });
    rows += group.length;
    yield drained(writer);
  }
  await file.finish();
  onRows(rows);
  yield drained(writer);
}

/** The rows of a Parquet file as canonical lines, in blocks of one row group. */
export async function* linesOf(file: AsyncBuffer, columns: readonly ArchiveColumn[]): AsyncGenerator<Buffer> {
  const { parquetMetadataAsync, parquetReadObjects } = await reading();
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false });
    yield Buffer.from(rows.map((row) => `${lineOf(columns, row as Record<string, Cell>)}\n`).join(''));
    rowStart = rowEnd;
  }
}

/** Rows that match, as lists of fields in the order of `columns`, group by group; groups without a match are not read. */
export async function* matchingRows(
  file: AsyncBuffer,
  columns: readonly ArchiveColumn[],
  filter: ParquetQueryFilter | undefined,
  metadata?: FileMetaData,
): AsyncGenerator<(string | null)[][]> {
  const { parquetMetadataAsync, parquetReadObjects } = await reading();
  const known = metadata ?? (await parquetMetadataAsync(file));
  let rowStart = 0;
  for (const { num_rows } of known.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({ file, metadata: known, rowStart, rowEnd, utf8: false, filter });
    yield rows.map((row) => columns.map(({ name, kind }) => plainField(kind, row[name] as Cell)));
    rowStart = rowEnd;
  }
}

function plainField(kind: ArchiveColumn['kind'], cell: Cell | undefined): string | null {
  const field = fieldOf(kind, cell);
  return field === '\\N' ? null : field.replaceAll('\\\\', '\\');
}

function schemaOf(columns: readonly ArchiveColumn[]): SchemaElement[] {
  const root: SchemaElement = { name: 'root', num_children: columns.length };
  return [root, ...columns.map(({ name, kind }) => elementOf(name, kind))];
}

function elementOf(name: string, kind: ArchiveColumn['kind']): SchemaElement {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (kind === 'integer') return { ...optional, type: 'INT32' };
  return kind === 'bytes'
    ? { ...optional, type: 'BYTE_ARRAY' }
    : { ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
}

function columnData(columns: readonly ArchiveColumn[], group: readonly string[][]): ColumnSource[] {
  return columns.map(({ name, kind, hasBloomFilter }, index) => ({
    name,
    data: group.map((fields): Cell => cellOf(kind, fields[index] as string)),
    bloomFilter: hasBloomFilter,
    offsetIndex: false,
  }));
}

async function takeGroup(reader: LineReader): Promise<string[][]> {
  const group: string[][] = [];
  while (group.length < GROUP_ROWS) {
    const line = await reader.next();
    if (!line) break;
    group.push(line.toString('utf8').split('\t'));
  }
  return group;
}

function lineOf(columns: readonly ArchiveColumn[], row: Record<string, Cell>): string {
  return columns.map(({ name, kind }) => fieldOf(kind, row[name])).join('\t');
}

/** What the writer holds, handed out: it counts on in `offset`, which is never reset. */
function drained(writer: ByteWriter): Buffer {
  const bytes = Buffer.from(new Uint8Array(writer.buffer, 0, writer.index));
  writer.index = 0;
  return bytes;
}
