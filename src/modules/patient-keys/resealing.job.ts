import { defineJob } from '../../platform/queue/index.js';

/** Seals a patient's records anew under the newest key, after it was rotated. */
export const RESEALING_JOB = defineJob<{ patientId: string }>({ name: 'resealing' });
