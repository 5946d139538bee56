import { Injectable } from '@nestjs/common';
import { type JobEnd, type JobHandler, type JobLease, JobProcessor } from '../../../platform/queue/index.js';
import { IMPORT_JOB } from './import.job.js';
import { ImportLedger } from './import-ledger.js';
import { ImportPipeline } from './import-pipeline.js';
import { ImportTrace } from './import-trace.js';

/** Runs imports in a worker. */
@Injectable()
@JobProcessor(IMPORT_JOB)
export class ImportProcessor implements JobHandler<{ importId: string }> {
  constructor(
    private readonly pipeline: ImportPipeline,
    private readonly ledger: ImportLedger,
    private readonly trace: ImportTrace,
  ) {}

  run({ importId }: { importId: string }, lease: JobLease): Promise<void> {
    return this.pipeline.run(importId, lease);
  }

  async ended({ importId }: { importId: string }, end: JobEnd): Promise<void> {
    await this.ledger.abandon(importId, end.kind, end.kind === 'failed' ? end : null);
    await this.ledger.forgetFacts(importId);
    await this.trace.leave(importId);
  }
}
