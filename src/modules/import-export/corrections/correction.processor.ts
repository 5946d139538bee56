import { Injectable } from '@nestjs/common';
import { type JobEnd, type JobHandler, type JobLease, JobProcessor } from '../../../platform/queue/index.js';
import { CORRECTION_JOB } from './correction.job.js';
import { CorrectionLedger } from './correction-ledger.js';
import { CorrectionPipeline } from './correction-pipeline.js';

/** Runs corrections in a worker. */
@Injectable()
@JobProcessor(CORRECTION_JOB)
export class CorrectionProcessor implements JobHandler<{ correctionId: string }> {
  constructor(
    private readonly pipeline: CorrectionPipeline,
    private readonly ledger: CorrectionLedger,
  ) {}

  run({ correctionId }: { correctionId: string }, lease: JobLease): Promise<void> {
    return this.pipeline.run(correctionId, lease);
  }

  async ended({ correctionId }: { correctionId: string }, end: JobEnd): Promise<void> {
    await this.ledger.end(correctionId, end);
  }
}
