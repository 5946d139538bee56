import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule } from './config/config.module.js';
import type { Env } from './config/env.js';
import { AuditModule } from './modules/audit/index.js';
import { DashboardModule } from './modules/dashboard/index.js';
import { DnaModule } from './modules/dna/index.js';
import { HealthModule } from './modules/health/index.js';
import { HealthRecordModule } from './modules/health-record/index.js';
import { ImportExportModule } from './modules/import-export/index.js';
import { OrganizationsModule } from './modules/organizations/index.js';
import { PatientKeysModule } from './modules/patient-keys/index.js';
import { PatientsModule } from './modules/patients/index.js';
import { UsersModule } from './modules/users/index.js';
import { AccessModule } from './platform/access/access.module.js';
import { CacheModule } from './platform/cache/index.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { LifecycleModule } from './platform/lifecycle/lifecycle.module.js';
import { QueueModule } from './platform/queue/index.js';
import { RedisModule } from './platform/redis/redis.module.js';
import { ThreadsModule } from './platform/threads/index.js';
import { StorageModule } from './platform/storage/index.js';
import { ResilienceModule } from './platform/resilience/resilience.module.js';
import { TelemetryModule } from './platform/telemetry/telemetry.module.js';

/** The list of modules, nothing else. Whether a process serves HTTP or runs jobs is a fact of the process. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(env),
        LifecycleModule,
        TelemetryModule,
        DatabaseModule,
        RedisModule,
        QueueModule,
        StorageModule,
        ThreadsModule,
        HttpModule,
        CryptoModule,
        CacheModule,
        AccessModule,
        ResilienceModule,
        AuditModule,
        OrganizationsModule,
        UsersModule,
        PatientsModule,
        PatientKeysModule,
        HealthRecordModule,
        ImportExportModule,
        DnaModule,
        DashboardModule,
        HealthModule,
      ],
    };
  }
}
