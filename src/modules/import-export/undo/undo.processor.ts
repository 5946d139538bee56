import { Injectable } from '@nestjs/common';
import { type JobEnd, type JobHandler, type JobLease, JobProcessor } from '../../../platform/queue/index.js';
import { UNDO_JOB } from './undo.job.js';
import { UndoLedger } from './undo-ledger.js';
import { UndoPipeline } from './undo-pipeline.js';

/** Takes imports back in a worker. */
@Injectable()
@JobProcessor(UNDO_JOB)
export class UndoProcessor implements JobHandler<{ importId: string }> {
  constructor(
    private readonly pipeline: UndoPipeline,
    private readonly ledger: UndoLedger,
  ) {}

  run({ importId }: { importId: string }, lease: JobLease): Promise<void> {
    return this.pipeline.run(importId, lease);
  }

  async ended({ importId }: { importId: string }, end: JobEnd): Promise<void> {
    await this.ledger.abandon(importId, end.kind === 'failed' ? end : null);
  }
}
