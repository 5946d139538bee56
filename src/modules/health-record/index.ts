export { HealthRecordModule } from './health-record.module.js';
export { SUMMARY_SQL } from './summary/summary.repository.js';
export { CacheWarmer } from './warming/cache-warmer.js';
export { ALLERGY } from './allergies/allergy.kind.js';
export { CHRONIC_CONDITION } from './chronic-conditions/chronic-condition.kind.js';
export type { RecordKind } from './records/record-kind.js';
export { VACCINATION } from './vaccinations/vaccination.kind.js';
export { VISIT } from './visits/visit.kind.js';
