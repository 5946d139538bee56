import { defineJob } from '../../../platform/queue/index.js';

/** Writes the rows that were asked for into the object store. One a process: each holds a database connection of its own. */
export const EXPORT_JOB = defineJob<{ exportId: string }>({ name: 'exports', concurrency: 1 });
