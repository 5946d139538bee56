import type { Role } from '../../../platform/access/actor.js';
import { CARE_TEAM } from '../../patients/patient.rules.js';
import { IMPORT_TYPES, type ImportType } from '../row-parsers/row-type.rules.js';

/** What can be exported: the same as can be imported, so that a file that went out can come in again. */
export const EXPORT_TYPES = IMPORT_TYPES;
export type ExportType = ImportType;

/** `fhir` is FHIR R4 as NDJSON. */
export const EXPORT_FORMATS = ['csv', 'ndjson', 'fhir', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Those who may export anything at all. */
export const EXPORTERS: readonly Role[] = [...CARE_TEAM, 'org-admin'];

/**
 * The types that a role may export: nobody takes out in bulk what they may not read one by one. The care team reads all;
 * an org-admin keeps who patients are and how to reach them, not their clinical records. A receptionist finds patients one
 * at a time and has no need of all addresses in one file (HIPAA's minimum necessary, 45 CFR 164.502(b)).
 */
export function exportableTypes(role: Role): readonly ExportType[] {
  if (CARE_TEAM.includes(role)) return EXPORT_TYPES;
  return role === 'org-admin' ? ['patients'] : [];
}
