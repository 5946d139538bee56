import { Counter, Histogram, register } from 'prom-client';

const duration = new Histogram({
  name: 'job_processing_duration_seconds',
  help: 'From the claim of a job to its end or its being given back',
  labelNames: ['queue', 'outcome'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900],
  registers: [register],
});

const failures = new Counter({
  name: 'job_failures_total',
  help: 'Attempts at a job that failed, whether or not it is tried again',
  labelNames: ['queue'],
  registers: [register],
});

/** Times one run of a job and counts it by how it went. */
export async function observeJob(queue: string, run: () => Promise<'done' | 'failed' | 'given-back'>): Promise<void> {
  const stop = duration.startTimer({ queue });
  const outcome = await run();
  stop({ outcome });
  if (outcome === 'failed') failures.inc({ queue });
}
