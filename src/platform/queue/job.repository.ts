import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { JobPayload } from './job-definition.js';

/** A job as its claimer sees it. */
export interface ClaimedJob {
  id: string;
  name: string;
  payload: JobPayload;
  attempts: number;
  leaseToken: string;
}

/** A job that waits for a worker. `leaseToken` tells the nudges for one attempt from those for the next. */
export interface DueJob {
  id: string;
  name: string;
  leaseToken: string;
}

/** How many jobs of a name are in a state, and how long the oldest of them has waited. */
export interface JobDepth {
  name: string;
  status: string;
  count: number;
  oldestSeconds: number;
}

const DUE = `status IN ('queued', 'running') AND run_after <= now() AND (lease_until IS NULL OR lease_until < now())`;
const MINE = `id = $1 AND lease_token = $2 AND status = 'running'`;

/** The statements of the `jobs` table, each one move of a job. A move with a stale token changes nothing. */
@Injectable()
export class JobRepository {
  constructor(private readonly database: Database) {}

  async insert(id: string, name: string, payload: JobPayload): Promise<void> {
    await this.database.execute('INSERT INTO jobs (id, name, payload) VALUES ($1, $2, $3)', [
      id,
      name,
      JSON.stringify(payload),
    ]);
  }

  /** Takes a due job. Undefined when it is done, not due, or in other hands. */
  async claim(id: string, owner: string, leaseSeconds: number): Promise<ClaimedJob | undefined> {
    const [job] = await this.database.query<ClaimedJob>(
      `UPDATE jobs SET status = 'running', attempts = attempts + 1, lease_token = lease_token + 1, lease_owner = $2,
              lease_until = now() + make_interval(secs => $3), started_at = coalesce(started_at, now())
        WHERE id = $1 AND ${DUE}
        RETURNING id, name, payload, attempts, lease_token AS "leaseToken"`,
      [id, owner, leaseSeconds],
    );
    return job;
  }

  /** Extends a lease; undefined when it is no longer the caller's. `hasProgressed` forgives the attempts so far. */
  async renew(
    id: string,
    token: string,
    leaseSeconds: number,
    hasProgressed: boolean,
  ): Promise<{ cancelRequested: boolean } | undefined> {
    const [job] = await this.database.query<{ cancelRequested: boolean }>(
      `UPDATE jobs SET lease_until = now() + make_interval(secs => $3), attempts = CASE WHEN $4 THEN 0 ELSE attempts END
        WHERE ${MINE} RETURNING cancel_requested AS "cancelRequested"`,
      [id, token, leaseSeconds, hasProgressed],
    );
    return job;
  }

  /** Ends a job; false when the token is stale. */
  async finish(
    id: string,
    token: string,
    status: 'done' | 'failed' | 'cancelled',
    lastError: string | null,
  ): Promise<boolean> {
    const changed = await this.database.execute(
      `UPDATE jobs SET status = $3, last_error = $4, finished_at = now(), lease_until = NULL, lease_owner = NULL
        WHERE ${MINE}`,
      [id, token, status, lastError],
    );
    return changed === 1;
  }

  /** Gives a job back, to be begun again after a delay; `isForgiven` does not count this attempt. */
  async release(
    id: string,
    token: string,
    delayMs: number,
    isForgiven: boolean,
    lastError: string | null,
  ): Promise<boolean> {
    const changed = await this.database.execute(
      `UPDATE jobs SET status = 'queued', lease_until = NULL, lease_owner = NULL,
              run_after = now() + make_interval(secs => $3 / 1000.0::float8), last_error = coalesce($5, last_error),
              attempts = greatest(attempts - CASE WHEN $4 THEN 1 ELSE 0 END, 0)
        WHERE ${MINE}`,
      [id, token, delayMs, isForgiven, lastError],
    );
    return changed === 1;
  }

  /** Marks a running job to stop, or ends one that nobody holds. Tells which; undefined when it has ended already. */
  async cancel(id: string): Promise<'cancelled' | 'requested' | undefined> {
    const [job] = await this.database.query<{ status: string }>(
      `UPDATE jobs SET cancel_requested = true,
              status = CASE WHEN lease_until >= now() THEN status ELSE 'cancelled' END,
              finished_at = CASE WHEN lease_until >= now() THEN NULL ELSE now() END,
              -- A zombie whose lease has run out must not commit after this.
              lease_token = CASE WHEN lease_until >= now() THEN lease_token ELSE lease_token + 1 END
        WHERE id = $1 AND status IN ('queued', 'running') RETURNING status`,
      [id],
    );
    if (job === undefined) return undefined;
    return job.status === 'cancelled' ? 'cancelled' : 'requested';
  }

  /** Jobs that nobody holds and that should be running, oldest first. */
  due(limit: number): Promise<DueJob[]> {
    return this.database.query<DueJob>(
      `SELECT id, name, lease_token AS "leaseToken" FROM jobs WHERE ${DUE} ORDER BY run_after LIMIT $1`,
      [limit],
    );
  }

  /** Removes what ended before the given number of days; the outcome stands in the resource that the job served. */
  purgeFinished(olderThanDays: number): Promise<number> {
    return this.database.execute(`DELETE FROM jobs WHERE finished_at < now() - make_interval(days => $1)`, [
      olderThanDays,
    ]);
  }

  /** Open jobs by name and state, for the operator. */
  depths(): Promise<JobDepth[]> {
    return this.database.query<JobDepth & Record<string, unknown>>(
      `SELECT name, status, count(*)::int AS count,
              coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
         FROM jobs WHERE status IN ('queued', 'running') GROUP BY name, status ORDER BY name, status`,
    );
  }
}
