import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Jobs } from './jobs.js';

const KEPT_DAYS = 30;

/** Forgets jobs a month after their end; what came of them stands in what they served. */
@Injectable()
export class EndedJobs {
  constructor(private readonly jobs: Jobs) {}

  @Cron(CronExpression.EVERY_DAY_AT_4AM)
  forget(): Promise<number> {
    return this.jobs.purgeFinished(KEPT_DAYS);
  }
}
