/** What is known of a kind of job where it is asked for; cheap to import, knows nothing of the code that runs it. */
export interface JobDefinition<Payload extends JobPayload = JobPayload> {
  /** Also the name of its Bull queue and its label in metrics. */
  readonly name: string;
  /** Times that it is begun without getting anywhere before it counts as failed; JOB_MAX_ATTEMPTS when absent. */
  readonly maxAttempts?: number;
  /** Jobs of this kind that one worker process runs at a time; WORKER_CONCURRENCY when absent. */
  readonly concurrency?: number;
  /** Binds the payload's type to the definition; never set. */
  readonly payload?: Payload;
}

/** Ids and nothing else: payloads stand in Postgres, in logs and in operators' tools. */
export type JobPayload = Readonly<Record<string, string>>;

/**
 * Names a kind of job. To add one:
 *
 * 1. `x.job.ts`: `export const GENOME_JOB = defineJob<{ genomeId: string }>({ name: 'genomes' });`
 * 2. `x.processor.ts`: `@JobProcessor(GENOME_JOB) class GenomeProcessor implements JobHandler<{ genomeId: string }>`,
 *    a provider of its module, whose `imports` hold `QueueModule.forJob(GENOME_JOB)`.
 * 3. In the unit of work that accepts the upload: `await jobs.enqueue(GENOME_JOB, { genomeId })`. It is published after
 *    the commit; nothing else is needed for it to survive the loss of Redis or of any process.
 *
 * Every transaction of the processor begins with `await lease.hold()`, the last one ends with `await lease.complete()`.
 */
export function defineJob<Payload extends JobPayload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return Object.freeze({ ...definition });
}
