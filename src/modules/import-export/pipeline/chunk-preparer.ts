import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyLine } from '../../../platform/database/copy.js';
import type { Database } from '../../../platform/database/database.js';
import type { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { isBlank } from '../row-parsers/row-parser.rules.js';
import type { Candidate, ImportTarget, Origin } from '../targets/import-target.js';
import type { Chunk, ChunkSource } from './chunk.js';
import { ChunkDraft } from './chunk-draft.js';
import type { NumberedRow, RowJudge } from './row-judge.js';

/** Everything that preparing the chunks of one import needs. */
export interface Preparation {
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
  readonly judge: RowJudge;
  readonly target: ImportTarget;
  readonly origin: Origin;
  readonly isDryRun: boolean;
}

/**
 * Rows worked on at a time: the event loop is held for some 10 ms, and what is made of a slice is bytes before the next
 * begins, so that it dies young.
 */
const SLICE_ROWS = 1000;
/**
 * A plan made while the table is small reads it whole for every row, while the chunk before makes it grow. The statement itself is not
 * prepared either: a prepared one keeps the plan of its first days, by whichever index was as good on an empty table, and
 * then took ten seconds a thousand rows.
 */
const INDEXES_ONLY_SQL = `SELECT set_config('enable_seqscan', 'off', true)`;
const NO_FACTS: ReadonlySet<string> = new Set();

/**
 * Makes chunks of rows while the database stores the chunk before: parses, validates, finds patients and duplicates, and writes the
 * text that COPY takes. It changes nothing in the database.
 */
export class ChunkPreparer {
  constructor(private readonly preparation: Preparation) {}

  /** @param inFlight facts of the chunk before, which may not be committed yet */
  async prepare(source: ChunkSource, inFlight: ReadonlySet<string> = NO_FACTS): Promise<Chunk> {
    const { target, origin, isDryRun, judge } = this.preparation;
    const draft = new ChunkDraft(target, origin, isDryRun);
    let slice: NumberedRow[] = [];
    for (const { row, cells, isSound } of source.rows()) {
      if (isBlank(cells)) draft.blank += 1;
      else slice.push(judge.read(row, cells, isSound));
      if (slice.length < SLICE_ROWS) continue;
      await this.sift(slice, draft, inFlight);
      slice = [];
      await nextTurn();
    }
    await this.sift(slice, draft, inFlight);
    return draft.at(source);
  }

  private async sift(rows: readonly NumberedRow[], draft: ChunkDraft, inFlight: ReadonlySet<string>): Promise<void> {
    const { judge, target } = this.preparation;
    await judge.learnPatients(rows);
    const candidates: Candidate[] = [];
    let errors = '';
    for (const row of rows) {
      const { patientId, faults } = judge.judge(row);
      if (faults.length > 0) {
        draft.rejected += 1;
        errors += this.errorLines(row.row, faults);
        continue;
      }
      const fact = target.factOf(row.values, patientId);
      if (draft.facts.has(fact) || inFlight.has(fact)) draft.duplicates += 1;
      else candidates.push({ patientId, values: row.values, fact });
      draft.facts.add(fact);
    }
    draft.refuse(errors);
    const fresh = await this.withoutKnown(candidates);
    draft.duplicates += candidates.length - fresh.length;
    draft.take(fresh);
  }

  /** Those candidates whose facts the database does not hold, as far as others have committed theirs. */
  private async withoutKnown(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    if (candidates.length === 0) return candidates;
    const { database, unitOfWork, target, origin } = this.preparation;
    const { sql, values } = target.known(candidates, origin);
    const known = await unitOfWork.run(async () => {
      await database.query(INDEXES_ONLY_SQL, [], { name: 'import-indexes-only' });
      return database.query<{ at: number }>(sql, values);
    });
    if (known.length === 0) return candidates;
    const positions = new Set(known.map(({ at }) => at));
    return candidates.filter((_, at) => !positions.has(at));
  }

  private errorLines(row: number, faults: readonly { column: string | null; code: string; message: string }[]): string {
    const { importId } = this.preparation.origin;
    let lines = '';
    for (const [ordinal, { column, code, message }] of faults.entries()) {
      lines += copyLine([importId, row, ordinal, column, code, message]);
    }
    return lines;
  }
}
