import type { Role } from '../../../platform/access/actor.js';

/** Who may see and change a genome: the clinician in charge and the person it is of. A school nurse has no need to. */
export const GENOME_ROLES: readonly Role[] = ['clinician', 'patient', 'superadmin'];
