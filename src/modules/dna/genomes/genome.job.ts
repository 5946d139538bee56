import { defineJob } from '../../../platform/queue/index.js';

/** Reads an uploaded file to a genome. Begun at most twice: what kills a worker once may be chance. */
export const GENOME_JOB = defineJob<{ genomeId: string }>({ name: 'genomes', maxAttempts: 2, concurrency: 2 });

/** Removes an uploaded file that is no longer needed. */
export const RAW_FILE_REMOVAL_JOB = defineJob<{ object: string }>({ name: 'genome-file-removals' });
