import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigModule } from '../config/config.module.js';
import type { Env } from '../config/env.js';
import { CacheModule } from '../platform/cache/index.js';
import { CryptoModule } from '../platform/crypto/crypto.module.js';
import { Database } from '../platform/database/database.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { newId } from '../platform/database/new-id.js';
import { createHttpApplication } from '../platform/http/http-application.js';
import { testDatabase, type TestDatabase } from './test-database.js';
import { testEnv } from './test-env.js';

@Module({})
class PlatformModule {
  static over(env: Env, controllers: Type[], providers: Provider[]): DynamicModule {
    return {
      module: PlatformModule,
      imports: [ConfigModule.forRoot(env), DatabaseModule, CryptoModule, CacheModule],
      controllers,
      providers,
    };
  }
}

/** The platform without any module of ours, on a database of its own: for specs of the platform itself. */
export class TestPlatform {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly url: string,
  ) {}

  static async start(options: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
    const database = options.database ?? (await testDatabase());
    const env = testEnv(database.url, options.variables);
    const module = PlatformModule.over(env, options.controllers ?? [], options.providers ?? []);
    const app = await createHttpApplication(module, env);
    app.useLogger(false);
    await app.listen(0, '127.0.0.1');
    return new TestPlatform(app, database, `http://127.0.0.1:${portOf(await app.getUrl())}`);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token, { strict: false });
  }

  /** A school below a district. */
  async anOrganization(): Promise<{ id: string; districtId: string }> {
    const [districtId, id] = [newId(), newId()];
    await this.get(Database).execute(
      `INSERT INTO organizations (id, parent_id, name, kind, path)
       VALUES ($1, NULL, 'District', 'district', ARRAY[$1]::uuid[]), ($2, $1, 'School', 'school', ARRAY[$1, $2]::uuid[])`,
      [districtId, id],
    );
    return { id, districtId };
  }

  /** Bare patients, without a key. */
  async patients(organizationId: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, newId);
    await this.get(Database).execute(
      `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
       SELECT id, $2, id, 'Testa', 'Probanda', '2012-05-06', 'female' FROM unnest($1::uuid[]) AS id`,
      [ids, organizationId],
    );
    return ids;
  }

  /** Ends the application; `keepDatabase` when another one still uses it. */
  async close({ keepDatabase = false } = {}): Promise<void> {
    await this.app.close();
    if (!keepDatabase) await this.database.close();
  }
}

export interface PlatformOptions {
  /** A database that another platform made. */
  database: TestDatabase;
  variables: Record<string, string>;
  controllers: Type[];
  providers: Provider[];
}

function portOf(url: string): string {
  return new URL(url).port;
}
