import { Injectable } from '@nestjs/common';
import { CacheVersions } from '../../../platform/cache/index.js';
import { copyInto } from '../../../platform/database/copy.js';
import { Database } from '../../../platform/database/database.js';
import { uniqueViolation } from '../../../platform/database/transient-errors.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { JobLease } from '../../../platform/queue/index.js';
import type { ImportTarget, Origin } from '../targets/import-target.js';
import type { Chunk } from './chunk.js';
import type { ChunkCounts } from './import-ledger.js';
import { TouchedOrganizations } from './touched-organizations.js';

const ERROR_COLUMNS = ['import_id', 'row_number', 'ordinal', 'column_name', 'code', 'message'];
/** Attempts by COPY straight into the table; the one after them goes by a staging table. */
const COPY_ATTEMPTS = 3;

/** Knows which chunks are in; all its statements ride the chunk's transaction. */
export interface ChunkLedger {
  /**
   * Locks the import, and makes room for the chunk. False when it is in already: a commit whose answer was lost is repeated by the unit of
   * work, and must not count twice.
   */
  open(chunk: Chunk): Promise<boolean>;
  /** Adds the chunk's counts and moves on to where the next begins. */
  close(chunk: Chunk, counts: ChunkCounts): Promise<void>;
}

/** Where the chunks of one import go. */
export interface ChunkDestination {
  readonly ledger: ChunkLedger;
  readonly target: ImportTarget;
  readonly origin: Origin;
  readonly isDryRun: boolean;
  readonly lease: JobLease;
}

/**
 * Stores a chunk in one transaction: its rows, its errors, its counts, the place where the next begins, and the versions of the
 * cached patients. COPY straight into the table costs half of COPY to a staging table and INSERT ... ON CONFLICT (14 and
 * 28 us of PostgreSQL a row); it needs the duplicates known beforehand, and a unique key violated by a concurrent writer rolls the
 * chunk back, to be prepared and stored again without that writer's rows.
 */
@Injectable()
export class ChunkWriter {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly cacheVersions: CacheVersions,
    private readonly organizations: TouchedOrganizations,
  ) {}

  /**
   * @param prepareAgain makes the same chunk of what the database holds by then
   * @throws LeaseLost and its kin, upon which nothing of the chunk is stored
   */
  async store(prepared: Chunk, destination: ChunkDestination, prepareAgain: () => Promise<Chunk>): Promise<void> {
    let chunk = prepared;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.unitOfWork.run(() => this.write(chunk, destination, attempt >= COPY_ATTEMPTS));
        return;
      } catch (error) {
        if (uniqueViolation(error) === undefined || attempt >= COPY_ATTEMPTS) throw error;
      }
      chunk = await prepareAgain();
    }
  }

  private async write(chunk: Chunk, destination: ChunkDestination, byStaging: boolean): Promise<void> {
    const { origin, target, lease, ledger, isDryRun } = destination;
    await this.takeTurn(origin, target);
    await lease.hold();
    if (!(await ledger.open(chunk))) return;
    const inserted = isDryRun ? await this.remember(chunk, origin) : await this.insert(chunk, destination, byStaging);
    if (chunk.errors.length > 0) await copyInto(this.database, 'import_errors', ERROR_COLUMNS, chunk.errors);
    const counts = {
      inserted,
      duplicate: chunk.duplicates + chunk.fresh - inserted,
      rejected: chunk.rejected,
      blank: chunk.blank,
    };
    await ledger.close(chunk, counts);
  }

  /**
   * Imports of the same kind of rows into one organization take turns, chunk by chunk, so that they do not deadlock on each
   * other's unique keys. The turn is awaited before the lease is held: waiting locks nothing then, not even the job of a worker that
   * dies meanwhile. The commit need not reach the disk at once: rows and ledger are lost together, if at all.
   */
  private async takeTurn({ organizationId }: Origin, { type }: ImportTarget): Promise<void> {
    await this.database.query(
      `SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`import ${type} ${organizationId}`],
      { name: 'import-chunk-begin' },
    );
  }

  private async insert(chunk: Chunk, { target, origin }: ChunkDestination, byStaging: boolean): Promise<number> {
    if (chunk.fresh === 0) return 0;
    if (target.type !== 'patients') this.cacheVersions.bump(...chunk.patientIds);
    this.cacheVersions.bumpOrganizations(...(await this.organizations.of(origin.organizationId)));
    if (byStaging) return this.copyByStaging(chunk, target);
    for (const [position, { table, columns }] of target.tables.entries()) {
      await copyInto(this.database, table, columns, chunk.copies[position] ?? []);
    }
    return chunk.fresh;
  }

  /**
   * Lets the database itself decide what is a duplicate: the last resort for facts that it holds equal and we do not, such as
   * letters whose lower case depends on the database's locale.
   */
  private async copyByStaging(chunk: Chunk, { tables }: ImportTarget): Promise<number> {
    let inserted = 0;
    for (const [position, { table, columns }] of tables.entries()) {
      const list = columns.join(', ');
      const staging = `import_staging_${position}`;
      await this.database.execute(
        `CREATE TEMP TABLE ${staging} ON COMMIT DROP AS SELECT ${list} FROM ${table} WITH NO DATA`,
      );
      await copyInto(this.database, staging, columns, chunk.copies[position] ?? []);
      // Only the first table has rows that may be known; the others follow those of it that went in.
      const isOwner = position === 0;
      const where = isOwner ? '' : `WHERE ${columns[0]} IN (SELECT id FROM ${tables[0]?.table})`;
      const count = await this.database.execute(
        `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${staging} ${where} ON CONFLICT DO NOTHING`,
      );
      if (isOwner) inserted = count;
    }
    return inserted;
  }

  /** A dry run stores only hashes of the facts; those that were there are duplicates within the file. */
  private async remember({ hashes }: Chunk, { importId }: Origin): Promise<number> {
    if (hashes.length === 0) return 0;
    return this.database.execute(
      'INSERT INTO import_dry_run_facts (import_id, fact) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [importId, `{${hashes.join(',')}}`],
    );
  }
}
