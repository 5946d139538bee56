import { Injectable } from '@nestjs/common';
import { type JobHandler, JobProcessor } from '../../../../platform/queue/index.js';
import { RAW_FILE_REMOVAL_JOB } from './genome.job.js';
import { GenomesRepository } from '../genomes.repository.js';
import { RawFiles } from './raw-files.js';

/** Removes uploaded files once their genome is verified, has failed or was deleted; again and again until it is done. */
@Injectable()
@JobProcessor(RAW_FILE_REMOVAL_JOB)
export class RawFileRemovalProcessor implements JobHandler<{ object: string }> {
  constructor(
    private readonly files: RawFiles,
    private readonly genomes: GenomesRepository,
  ) {}

  async run({ object }: { object: string }): Promise<void> {
    await this.files.remove(object);
    await this.genomes.forgetRawFile(object);
  }

  /** Nothing was promised that a failure would break: the file is sealed, and its key may be gone already. */
  ended(): Promise<void> {
    return Promise.resolve();
  }
}
