import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/queue/index.js';

/** One kind of job: how much waits and runs now, and what failed for good within a day. */
export interface QueueFigures {
  name: string;
  /** Accepted and not yet begun, those that wait for another attempt included. */
  depth: number;
  active: number;
  failed: number;
  /** Since the oldest that waits was accepted; null when none waits. */
  oldestAgeSeconds: number | null;
  /** Most attempts that a job still open has needed: more than a few means that it fails again and again. */
  mostAttempts: number;
}

/** A queue whose jobs are all done is one at rest, and listed as such. */
const QUEUES = `
SELECT name, count(*) FILTER (WHERE status = 'queued')::int AS depth,
       count(*) FILTER (WHERE status = 'running')::int AS active,
       count(*) FILTER (WHERE status = 'failed')::int AS failed,
       extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'queued'))::float8 AS "oldestAgeSeconds",
       coalesce(max(attempts) FILTER (WHERE status IN ('queued', 'running')), 0)::int AS "mostAttempts"
  FROM (SELECT name, status, created_at, attempts FROM jobs
         WHERE status IN ('queued', 'running') OR (status = 'failed' AND finished_at > now() - interval '1 day')
         UNION ALL SELECT unnest($1::text[]), NULL, NULL, NULL) AS open_or_none
 GROUP BY name ORDER BY name`;

/** Reads the queues where they are true: in PostgreSQL, not in Redis. */
@Injectable()
export class QueueStatistics {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Every kind of job, whether or not any waits. */
  read(): Promise<QueueFigures[]> {
    return this.database.query<QueueFigures & Record<string, unknown>>(QUEUES, [this.jobs.names]);
  }
}
