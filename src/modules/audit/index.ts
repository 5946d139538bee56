/** What other modules may use of the audit trail. */
export { ArchiveRewrapping } from './archive/archive-rewrapping.js';
export { AuditModule } from './audit.module.js';
export { BreakGlassService } from './break-glass/break-glass.service.js';
export { ResourceHistory, type ResourceChange } from './reading/resource-history.js';
export { AuditVerificationModule } from './audit-verification.module.js';
export { PartitionKeeper, type PartitionState } from './partitions/partition-keeper.js';
export { TrailState, type TrailStateView } from './trail-state.js';
export { TrailWriter } from './trail/trail-writer.js';
export type { Verdict } from './verification/findings.js';
export { TrailVerifier } from './verification/verifier.js';
export { VerificationResults } from './verification-results.js';
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
