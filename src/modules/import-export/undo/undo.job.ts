import { defineJob } from '../../../platform/queue/index.js';

/** Takes back what an import created. */
export const UNDO_JOB = defineJob<{ importId: string }>({ name: 'import-undos' });
