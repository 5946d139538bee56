import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { Env } from '../config/env.js';
import type { Role } from '../platform/access/actor.js';
import { createHttpApplication } from '../platform/http/http-application.js';
import { ApiClient, type Answer } from './api-client.js';
import { DocumentedAnswers } from './documented-answers.js';
import { seedPeople, type People } from './people.js';
import { RecordedLog } from './recorded-log.js';
import { testDatabase, type TestDatabase } from './test-database.js';
import { testEnv } from './test-env.js';

/** The whole application on a database of its own, listening on a free port, with the people of two districts. */
export class TestApp implements AsyncDisposable {
  private documented: Promise<DocumentedAnswers> | undefined;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly env: Env,
    readonly url: string,
    readonly people: People,
  ) {}

  static async start(overrides: Record<string, string> = {}): Promise<TestApp> {
    const database = await testDatabase();
    const env = testEnv(database.url, { DATABASE_MIGRATION_URL: database.ownerUrl, ...overrides });
    Logger.overrideLogger(new RecordedLog());
    const app = await createHttpApplication(AppModule.forRoot(env), env);
    await app.listen(0, '127.0.0.1');
    const people = await seedPeople(app);
    return new TestApp(app, database, env, (await app.getUrl()).replace('[::1]', '127.0.0.1'), people);
  }

  /** Every answer that a test gets must be as the OpenAPI document says. */
  private readonly inspect = async (method: string, url: string, answer: Answer): Promise<void> => {
    this.documented ??= DocumentedAnswers.of(this.app);
    (await this.documented).require(method, url, answer);
  };

  /** A client signed in as `role` of Lincoln (where most tests happen) or of its neighbour Riverside. */
  as(role: Role, organization: 'lincoln' | 'riverside' = 'lincoln'): ApiClient {
    return new ApiClient(this.url, this.people.tokenOf(role, organization), this.inspect);
  }

  /** A client that is not signed in. */
  anonymous(): ApiClient {
    return new ApiClient(this.url, undefined, this.inspect);
  }

  /** A provider of the application, for arranging what no route arranges. */
  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token, { strict: false });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Starts a `TestApp`; `overrides` are environment variables. */
export function testApp(overrides: Record<string, string> = {}): Promise<TestApp> {
  return TestApp.start(overrides);
}
