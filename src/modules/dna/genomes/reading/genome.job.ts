import { defineJob } from '../../../../platform/queue/index.js';

/**
 * Reads an uploaded file to a genome. Begun at most twice: what kills a worker once may be chance. One at a time in a process,
 * which keeps a core busy and takes 100 MB while it lasts.
 */
export const GENOME_JOB = defineJob<{ genomeId: string }>({ name: 'genomes', maxAttempts: 2, concurrency: 1 });

/** Removes an uploaded file that is no longer needed. */
export const RAW_FILE_REMOVAL_JOB = defineJob<{ object: string }>({ name: 'genome-file-removals' });
