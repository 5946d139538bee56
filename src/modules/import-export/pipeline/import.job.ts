import { defineJob } from '../../../platform/queue/index.js';

/** Brings the rows of an uploaded file into the database. */
export const IMPORT_JOB = defineJob<{ importId: string }>({ name: 'imports' });
