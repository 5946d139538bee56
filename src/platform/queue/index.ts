export { defineJob, type JobDefinition, type JobPayload } from './job-definition.js';
export { JobLease } from './job-lease.js';
export { type JobEnd, LeaseLost, PermanentJobFailure } from './job-outcomes.js';
export { type JobHandler, JobProcessor } from './job-processor.js';
export type { JobDepth } from './job.repository.js';
export { JobWorker } from './job-worker.js';
export { Jobs } from './jobs.js';
export { QueueModule } from './queue.module.js';
