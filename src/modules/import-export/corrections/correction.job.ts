import { defineJob } from '../../../platform/queue/index.js';

/** Brings corrected rows into the import that had rejected them. */
export const CORRECTION_JOB = defineJob<{ correctionId: string }>({ name: 'import-corrections' });
