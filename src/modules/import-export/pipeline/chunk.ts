/** Some rows of a file, understood and ready to be stored. */
export interface Chunk {
  /** Where it begins and ends in the file, and the row behind it. */
  readonly start: number;
  readonly end: number;
  readonly nextRow: number;
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
