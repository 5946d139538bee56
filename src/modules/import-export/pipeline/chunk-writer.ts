import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CacheVersions } from '../../../platform/cache/index.js';
import { copyInto } from '../../../platform/database/copy.js';
import { Database } from '../../../platform/database/database.js';
import { uniqueViolation } from '../../../platform/database/transient-errors.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { JobLease } from '../../../platform/queue/index.js';
import type { ImportTarget, Origin } from '../targets/import-target.js';
import type { Chunk, NewRow } from './chunk.js';
import { withoutKnown } from './chunk-preparer.js';
import { ImportLedger } from './import-ledger.js';

const ERROR_COLUMNS = ['import_id', 'row_number', 'ordinal', 'column_name', 'code', 'message'];
/** Attempts by COPY straight into the table; the one after them goes by a staging table. */
const COPY_ATTEMPTS = 3;

/** Where the chunks of one import go. */
export interface ChunkDestination {
  readonly target: ImportTarget;
  readonly origin: Origin;
  readonly isDryRun: boolean;
  readonly lease: JobLease;
}

/**
 * Stores a chunk in one transaction: its rows, its errors, its counts, the place where the next begins, and the versions of the
 * cached patients. COPY straight into the table costs half of COPY to a staging table and INSERT ... ON CONFLICT (14 and
 * 28 us of PostgreSQL a row); it needs the duplicates known beforehand, and a unique key violated by a concurrent writer rolls the
 * chunk back, to be stored again without that writer's rows.
 */
@Injectable()
export class ChunkWriter {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedger,
    private readonly cacheVersions: CacheVersions,
  ) {}

  /** @throws LeaseLost and its kin, upon which nothing of the chunk is stored */
  async store(chunk: Chunk, destination: ChunkDestination): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.unitOfWork.run(() => this.write(chunk, destination, attempt));
        return;
      } catch (error) {
        if (uniqueViolation(error) === undefined || attempt >= COPY_ATTEMPTS) throw error;
      }
    }
  }

  private async write(chunk: Chunk, destination: ChunkDestination, attempt: number): Promise<void> {
    const { origin, lease, isDryRun } = destination;
    await lease.hold();
    await this.prepareTransaction(origin, destination.target);
    if (!(await this.ledger.isNext(origin.importId, chunk.start))) return;
    const stored = isDryRun
      ? await this.remember(chunk.fresh, origin)
      : await this.insert(chunk.fresh, destination, attempt);
    if (chunk.errors.length > 0) await copyInto(this.database, 'import_errors', ERROR_COLUMNS, chunk.errors);
    const counts = {
      inserted: stored,
      duplicate: chunk.duplicates + chunk.fresh.length - stored,
      rejected: chunk.rejected,
      blank: chunk.blank,
    };
    await this.ledger.advance(origin.importId, counts, { byte: chunk.end, row: chunk.nextRow });
  }

  /**
   * Imports of the same kind of rows into one organization take turns, chunk by chunk, so that they do not deadlock on each
   * other's unique keys. The commit need not reach the disk at once: rows and ledger are lost together, if at all.
   */
  private async prepareTransaction({ organizationId }: Origin, { type }: ImportTarget): Promise<void> {
    await this.database.query(
      `SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`import ${type} ${organizationId}`],
      { name: 'import-chunk-begin' },
    );
  }

  private async insert(rows: readonly NewRow[], destination: ChunkDestination, attempt: number): Promise<number> {
    const { target, origin } = destination;
    if (rows.length === 0) return 0;
    const isFirst = attempt === 0;
    const fresh = isFirst ? rows : await withoutKnown({ database: this.database, target, origin }, rows);
    const stored = attempt < COPY_ATTEMPTS ? await this.copy(fresh, target) : await this.copyByStaging(fresh, target);
    if (target.type !== 'patients') this.cacheVersions.bump(...new Set(stored.map(({ patientId }) => patientId)));
    this.cacheVersions.bumpOrganizations(origin.organizationId);
    return stored.length;
  }

  private async copy(rows: readonly NewRow[], target: ImportTarget): Promise<readonly NewRow[]> {
    for (const [position, { table, columns }] of target.tables.entries()) {
      await copyInto(this.database, table, columns, linesAt(rows, position));
    }
    return rows;
  }

  /**
   * Lets the database itself decide what is a duplicate: the last resort for facts that it holds equal and we do not, such as
   * letters whose lower case depends on the database's locale.
   */
  private async copyByStaging(rows: readonly NewRow[], target: ImportTarget): Promise<readonly NewRow[]> {
    const [first, ...others] = target.tables;
    if (!first) return [];
    const columns = first.columns.join(', ');
    await this.database.execute(
      `CREATE TEMP TABLE import_staging ON COMMIT DROP AS SELECT ${columns} FROM ${first.table} WITH NO DATA`,
    );
    await copyInto(this.database, 'import_staging', first.columns, linesAt(rows, 0));
    const inserted = await this.database.query<{ id: string }>(
      `INSERT INTO ${first.table} (${columns}) SELECT ${columns} FROM import_staging ON CONFLICT DO NOTHING RETURNING id`,
    );
    const ids = new Set(inserted.map(({ id }) => id));
    const stored = rows.filter(({ lines }) => ids.has(lines[0]?.slice(0, lines[0].indexOf('\t')) ?? ''));
    for (const [position, table] of others.entries()) {
      await copyInto(this.database, table.table, table.columns, linesAt(stored, position + 1));
    }
    return stored;
  }

  /** A dry run stores only hashes of the facts; those that were there are duplicates within the file. */
  private async remember(rows: readonly NewRow[], { importId }: Origin): Promise<number> {
    if (rows.length === 0) return 0;
    const facts = rows.map(({ fact }) => createHash('sha256').update(fact).digest('hex').slice(0, 32));
    return this.database.execute(
      'INSERT INTO import_dry_run_facts (import_id, fact) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [importId, `{${facts.join(',')}}`],
    );
  }
}

function* linesAt(rows: readonly NewRow[], position: number): Iterable<string> {
  for (const { lines } of rows) yield lines[position] ?? '';
}
