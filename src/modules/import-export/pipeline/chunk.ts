import type { Candidate } from '../targets/import-target.js';

/** A candidate with its COPY lines, one for each table of its target; none in a dry run. */
export interface NewRow extends Candidate {
  readonly lines: readonly string[];
}

/** Some rows of a file, understood and ready to be stored. */
export interface Chunk {
  /** Where it begins and ends in the file, and the row behind it. */
  readonly start: number;
  readonly end: number;
  readonly nextRow: number;
  /** Rows whose facts were not known when the chunk was prepared. */
  readonly fresh: readonly NewRow[];
  /** Natural keys of all sound rows of the chunk. */
  readonly facts: ReadonlySet<string>;
  readonly duplicates: number;
  readonly rejected: number;
  readonly blank: number;
  /** COPY lines of `import_errors`. */
  readonly errors: readonly string[];
}
