import { Injectable } from '@nestjs/common';
import { type JobEnd, type JobHandler, type JobLease, JobProcessor } from '../../../platform/queue/index.js';
import { ExportLedger } from './export-ledger.js';
import { ExportPipeline } from './export-pipeline.js';
import { EXPORT_JOB } from './export.job.js';

/** Runs exports in a worker. */
@Injectable()
@JobProcessor(EXPORT_JOB)
export class ExportProcessor implements JobHandler<{ exportId: string }> {
  constructor(
    private readonly pipeline: ExportPipeline,
    private readonly ledger: ExportLedger,
  ) {}

  run({ exportId }: { exportId: string }, lease: JobLease): Promise<void> {
    return this.pipeline.run(exportId, lease);
  }

  async ended({ exportId }: { exportId: string }, end: JobEnd): Promise<void> {
    await this.ledger.abandon(exportId, end.kind, end.kind === 'failed' ? end : null);
  }
}
