import type { Dialect } from '../csv/dialect.rules.js';
import { RecordReader } from '../csv/record-reader.js';
import type { RecordBlock } from '../csv/record-splitter.js';
import type { ChunkSource, RawRow } from './chunk.js';

/** A block of a file as rows to make a chunk of. */
export function chunkOfFile(block: RecordBlock, dialect: Dialect): ChunkSource {
  const { start, end, firstRow } = block;
  return { start, end, nextRow: firstRow + block.rows, rows: () => rowsOf(block, dialect) };
}

/** The rows of a block, each with its number. */
export function* rowsOf(block: RecordBlock, dialect: Dialect): Generator<RawRow, void> {
  const reader = new RecordReader(block.text, dialect);
  for (let row = block.firstRow, cells = reader.next(); cells; row++, cells = reader.next()) {
    yield { row, cells, isSound: reader.isSound };
  }
}
