import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type JobLease, PermanentJobFailure } from '../../../platform/queue/index.js';
import { OBJECT_STORE, ObjectMissing, type ObjectStore } from '../../../platform/storage/index.js';
import { recordBlocks } from '../csv/csv-inspection.js';
import type { RecordBlock } from '../csv/record-splitter.js';
import { FileFault } from '../csv/file-fault.js';
import { latestDateAt } from '../row-parsers/dates.rules.js';
import { planColumns } from '../row-parsers/header.rules.js';
import { RowParser } from '../row-parsers/row-parser.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import { ImportTargets } from '../targets/import-targets.js';
import type { Chunk } from './chunk.js';
import { ChunkPreparer } from './chunk-preparer.js';
import { type ChunkDestination, ChunkWriter } from './chunk-writer.js';
import { ImportLedger, type LedgerEntry } from './import-ledger.js';
import { ImportTrace } from './import-trace.js';
import { PatientResolvers } from './patient-resolver.js';
import { RowJudge } from './row-judge.js';

/** Bounds the memory of a chunk whatever the rows' length. */
const CHUNK_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Brings the rows of a file into the database, from wherever the last commit left off. While PostgreSQL stores one chunk, the
 * next is read, understood and written as COPY text, so that both cores work; two chunks are all it holds in memory.
 */
@Injectable()
export class ImportPipeline {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedger,
    private readonly writer: ChunkWriter,
    private readonly targets: ImportTargets,
    private readonly resolvers: PatientResolvers,
    private readonly trace: ImportTrace,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws what `JobHandler.run` may */
  async run(importId: string, lease: JobLease): Promise<void> {
    const entry = await this.unitOfWork.run(async () => {
      await lease.hold();
      return this.ledger.begin(importId);
    });
    if (!entry) return;
    try {
      await this.storeRows(entry, lease);
    } catch (error) {
      if (error instanceof ObjectMissing) throw new PermanentJobFailure('file-missing', 'The file is no longer there.');
      if (error instanceof FileFault) throw new PermanentJobFailure(error.code, error.detail);
      throw error;
    }
    await this.finish(entry, lease);
  }

  private async storeRows(entry: LedgerEntry, lease: JobLease): Promise<void> {
    const destination = this.destinationOf(entry, lease);
    const preparer = this.preparerOf(entry, destination);
    const source = await this.store.read(entry.fileKey ?? '', { start: entry.resumeByte });
    const blocks = recordBlocks(
      source,
      { dialect: entry },
      {
        maxRows: this.env.imports.chunkRows,
        maxBytes: CHUNK_BYTES_MAX,
        start: entry.resumeByte,
        firstRow: entry.resumeRow,
      },
    );
    const next = async (inFlight?: ReadonlySet<string>): Promise<{ block: RecordBlock; chunk: Chunk } | undefined> => {
      lease.signal.throwIfAborted();
      const { value: block } = await blocks.next();
      return block ? { block, chunk: await preparer.prepare(block, inFlight) } : undefined;
    };
    try {
      for (let current = await next(); current;) {
        const { block, chunk } = current;
        const following = next(chunk.facts);
        // Awaited below; a chunk that cannot be prepared must not end the process while the one before is stored.
        following.catch(() => undefined);
        await this.writer.store(chunk, destination, () => preparer.prepare(block));
        current = await following;
      }
    } finally {
      source.destroy();
    }
  }

  /** The last transaction reaches the disk before anyone is told: with it, all those before it are durable too. */
  private async finish(entry: LedgerEntry, lease: JobLease): Promise<void> {
    await this.unitOfWork.run(async () => {
      await lease.hold();
      await this.ledger.complete(entry.id);
      if (entry.isDryRun) await this.ledger.forgetFacts(entry.id);
      else await this.trace.leave(entry.id);
      await lease.complete();
    });
  }

  private destinationOf(entry: LedgerEntry, lease: JobLease): ChunkDestination {
    const { id: importId, organizationId, createdBy, isDryRun, type } = entry;
    return { target: this.targets.of(type), origin: { importId, organizationId, createdBy }, isDryRun, lease };
  }

  private preparerOf(entry: LedgerEntry, { target, origin, isDryRun }: ChunkDestination): ChunkPreparer {
    const { type, columns, mapping, dateFormat, timeZone, organizationId } = entry;
    const plan = planColumns(ROW_TYPES[type], columns, mapping);
    const parser = new RowParser(ROW_TYPES[type], plan, { dateFormat, timeZone, latest: latestDateAt(Date.now()) });
    const judge = new RowJudge(type, parser, plan, this.resolvers.for(organizationId));
    const { database, unitOfWork } = this;
    return new ChunkPreparer({ database, unitOfWork, dialect: entry, judge, target, origin, isDryRun });
  }
}
