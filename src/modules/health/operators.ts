import type { RoleAccess } from '../../platform/access/access.decorator.js';

/** Routes that show how the service is doing and nothing of a patient: for people who run it, and for their monitoring. */
export const FOR_OPERATORS: RoleAccess = {
  roles: ['ops', 'superadmin'],
  action: 'read',
  resource: 'operations',
  opsToken: true,
};
