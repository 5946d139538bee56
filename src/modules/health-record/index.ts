export { HealthRecordModule } from './health-record.module.js';
export { SUMMARY_SQL } from './summary/summary.repository.js';
export { CacheWarmer } from './warming/cache-warmer.js';
