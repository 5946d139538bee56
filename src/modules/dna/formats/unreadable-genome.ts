/** Why a file is refused: a stable word a client can act on. */
export type UnreadableReason =
  | 'empty-file'
  | 'not-text'
  | 'not-a-genome'
  | 'unsupported-format'
  | 'unsupported-compression'
  | 'encrypted-archive'
  | 'archive-with-several-files'
  | 'corrupt-archive'
  | 'decompression-bomb'
  | 'file-too-large'
  | 'line-too-long'
  | 'too-many-sites'
  | 'too-many-malformed-rows'
  | 'sample-not-found';

/**
 * A file that is refused, and why, in words for the person who uploaded it. The detail says what the file is, never
 * a call that stands in it.
 */
export class UnreadableGenome extends Error {
  constructor(
    readonly reason: UnreadableReason,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
    this.name = 'UnreadableGenome';
  }
}
