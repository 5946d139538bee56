import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { JobLease } from '../../../platform/queue/index.js';
import type { ChunkSource, RawRow } from '../pipeline/chunk.js';
import { type ChunkDestination, type ChunkLedger, ChunkWriter } from '../pipeline/chunk-writer.js';
import type { LedgerEntry } from '../pipeline/import-ledger.js';
import { ImportTrace } from '../pipeline/import-trace.js';
import { Preparers } from '../pipeline/preparers.js';
import { ImportTargets } from '../targets/import-targets.js';
import { CorrectedRows } from './corrected-rows.js';
import { CorrectionLedger } from './correction-ledger.js';

/** Brings corrected rows in, chunk by chunk, by the same columns, mapping and judgement as the file that they come from. */
@Injectable()
export class CorrectionPipeline {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: CorrectedRows,
    private readonly ledger: CorrectionLedger,
    private readonly writer: ChunkWriter,
    private readonly targets: ImportTargets,
    private readonly preparers: Preparers,
    private readonly trace: ImportTrace,
    private readonly cacheVersions: CacheVersions,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws what `JobHandler.run` may */
  async run(correctionId: string, lease: JobLease): Promise<void> {
    const entry = await this.unitOfWork.run(async () => {
      await lease.hold();
      return this.ledger.begin(correctionId);
    });
    if (!entry) return;
    const destination = this.destinationOf(entry, lease);
    const preparer = this.preparers.for(entry, destination);
    for (let last = 0; ;) {
      lease.signal.throwIfAborted();
      const rows = await this.rows.waiting(entry.id, last, this.env.imports.chunkRows);
      const source = sourceOf(rows);
      if (!source) break;
      await this.writer.store(await preparer.prepare(source), destination, () => preparer.prepare(source));
      last = source.end;
    }
    await this.unitOfWork.run(async () => {
      await lease.hold();
      await this.ledger.end(correctionId);
      // An import without rejected rows asks for nobody's attention any more, whether or not a row was new.
      this.cacheVersions.bumpOrganizations(entry.organizationId);
      await lease.complete();
    });
  }

  private destinationOf(entry: LedgerEntry, lease: JobLease): ChunkDestination {
    const { id: importId, organizationId, createdBy, type } = entry;
    const origin = { importId, organizationId, createdBy };
    return { ledger: this.tracedLedger(entry), target: this.targets.of(type), origin, isDryRun: false, lease };
  }

  /** Each chunk leaves its audit events with its rows: which of the import's rows came by a correction is not known later. */
  private tracedLedger(entry: LedgerEntry): ChunkLedger {
    const ledger = this.ledger.of(entry.id);
    return {
      open: (chunk) => ledger.open(chunk),
      close: async (chunk, counts) => {
        await ledger.close(chunk, counts);
        if (counts.inserted > 0) await this.trace.leaveForChunk(entry, chunk.patientIds);
      },
    };
  }
}

function sourceOf(rows: readonly RawRow[]): ChunkSource | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  return first && last && { start: first.row, end: last.row, nextRow: last.row + 1, rows: () => rows };
}
