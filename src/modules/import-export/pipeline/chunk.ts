/** Where a chunk stands among the rows of its import. */
export interface ChunkPlace {
  /** Where it begins and ends: bytes of the file, or for corrected rows their numbers. */
  readonly start: number;
  readonly end: number;
  /** The row behind it. */
  readonly nextRow: number;
}

/** A row as it was read, with its number as the spreadsheet counts it. */
export interface RawRow {
  readonly row: number;
  readonly cells: readonly string[];
  /** False when text follows a closing quote, which makes the cells doubtful. */
  readonly isSound: boolean;
}

/** Rows of which a chunk is to be made; they may be gone through more than once. */
export interface ChunkSource extends ChunkPlace {
  rows(): Iterable<RawRow>;
}

/** Some rows of a file, understood and ready to be stored. */
export interface Chunk extends ChunkPlace {
  /** Natural keys of all sound rows of the chunk. */
  readonly facts: ReadonlySet<string>;
  /** How many of the rows told something that neither the file so far nor the database had. */
  readonly fresh: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly blank: number;
  /** The patients of the fresh rows. */
  readonly patientIds: ReadonlySet<string>;
  /**
   * The fresh rows as COPY text, for each table of the target; empty in a dry run. Bytes and not objects: ten thousand rows of
   * these would be copied by every collection of young garbage, which cost more than all other work.
   */
  readonly copies: readonly (readonly Buffer[])[];
  /** In a dry run, hashes of the fresh rows' facts. */
  readonly hashes: readonly string[];
  /** COPY text of `import_errors`. */
  readonly errors: readonly Buffer[];
}
