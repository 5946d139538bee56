/** What other modules may use of the audit trail. */
export { AuditModule } from './audit.module.js';
export { ResourceHistory, type ResourceChange } from './reading/resource-history.js';
export { AuditTrail } from './trail/audit-trail.js';
export type { PatientSelection } from './trail/patient-events.js';
export type {
  AuditAction,
  AuditActor,
  AuditDetail,
  AuditEvent,
  AuditedPatient,
  AuditOutcome,
  PurposeOfUse,
  ResourceType,
} from './events/audit-event.js';
