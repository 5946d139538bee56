import type { SnapshotReader } from '../../../platform/database/snapshot-reader.js';
import type { PatientRange } from './patient-range.js';

/** The rows of some patients, as they stand in the file. */
export interface RowPage {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Asked once the bytes are read. */
  readonly rows: () => number;
}

/** Where an export's rows come from and how they are written. */
export interface RowSource {
  /** What the file begins with. */
  readonly head: string;
  /** Most patients of a page, whatever their rows weigh. */
  readonly maxPatients: number;
  page(reader: SnapshotReader, range: PatientRange): RowPage;
  /** Those of the range that have rows in the file. */
  patients(reader: SnapshotReader, range: PatientRange): Promise<string[]>;
}
