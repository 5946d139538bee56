import { createHash } from 'node:crypto';
import type { Candidate, ImportTarget, Origin } from '../targets/import-target.js';
import type { Chunk, ChunkPlace } from './chunk.js';

/** A chunk while its rows are gone through, slice by slice. */
export class ChunkDraft {
  readonly facts = new Set<string>();
  fresh = 0;
  duplicates = 0;
  rejected = 0;
  blank = 0;
  private readonly patientIds = new Set<string>();
  private readonly copies: Buffer[][];
  private readonly hashes: string[] = [];
  private readonly errors: Buffer[] = [];

  constructor(
    private readonly target: ImportTarget,
    private readonly origin: Origin,
    private readonly isDryRun: boolean,
  ) {
    this.copies = target.tables.map(() => []);
  }

  /** Adds rows that are to be stored. */
  take(candidates: readonly Candidate[]): void {
    this.fresh += candidates.length;
    if (this.isDryRun) {
      for (const { fact } of candidates) this.hashes.push(hashOf(fact));
      return;
    }
    const texts = this.target.tables.map(() => '');
    for (const candidate of candidates) {
      this.patientIds.add(candidate.patientId);
      const lines = this.target.linesOf(candidate, this.origin);
      for (let table = 0; table < texts.length; table++) texts[table] += lines[table] ?? '';
    }
    for (const [table, text] of texts.entries()) if (text !== '') this.copies[table]?.push(Buffer.from(text));
  }

  /** Adds COPY lines of errors. */
  refuse(lines: string): void {
    if (lines !== '') this.errors.push(Buffer.from(lines));
  }

  at({ start, end, nextRow }: ChunkPlace): Chunk {
    const { facts, fresh, duplicates, rejected, blank, patientIds, copies, hashes, errors } = this;
    return { start, end, nextRow, facts, fresh, duplicates, rejected, blank, patientIds, copies, hashes, errors };
  }
}

/** 128 bits of SHA-256, as the text of a uuid. */
function hashOf(fact: string): string {
  return createHash('sha256').update(fact).digest('hex').slice(0, 32);
}
