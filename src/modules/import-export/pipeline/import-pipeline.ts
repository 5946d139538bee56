import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type JobLease, PermanentJobFailure } from '../../../platform/queue/index.js';
import { OBJECT_STORE, ObjectMissing, type ObjectStore } from '../../../platform/storage/index.js';
import { recordBlocks } from '../csv/csv-inspection.js';
import { FileFault } from '../csv/file-fault.js';
import { ImportTargets } from '../targets/import-targets.js';
import type { Chunk, ChunkSource } from './chunk.js';
import { type ChunkDestination, ChunkWriter } from './chunk-writer.js';
import { chunkOfFile } from './file-chunk.js';
import { ImportLedger, type LedgerEntry } from './import-ledger.js';
import { ImportTrace } from './import-trace.js';
import { Preparers } from './preparers.js';

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
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ImportLedger,
    private readonly writer: ChunkWriter,
    private readonly targets: ImportTargets,
    private readonly preparers: Preparers,
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
    const preparer = this.preparers.for(entry, destination);
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
    const next = async (inFlight?: ReadonlySet<string>): Promise<{ source: ChunkSource; chunk: Chunk } | undefined> => {
      lease.signal.throwIfAborted();
      const { value: block } = await blocks.next();
      if (!block) return undefined;
      const rows = chunkOfFile(block, entry);
      return { source: rows, chunk: await preparer.prepare(rows, inFlight) };
    };
    try {
      for (let current = await next(); current;) {
        const { source: rows, chunk } = current;
        const following = next(chunk.facts);
        // Awaited below; a chunk that cannot be prepared must not end the process while the one before is stored.
        following.catch(() => undefined);
        await this.writer.store(chunk, destination, () => preparer.prepare(rows));
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
    const origin = { importId, organizationId, createdBy };
    return { ledger: this.ledger.ofFile(importId), target: this.targets.of(type), origin, isDryRun, lease };
  }
}
