import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { UsersService } from '../modules/users/index.js';
import { testDatabase, type TestDatabase } from '../testing/test-database.js';
import { testEnv } from '../testing/test-env.js';
import { seedDemo } from './seed-demo.js';

let database: TestDatabase;
let app: INestApplicationContext;
beforeAll(async () => {
  database = await testDatabase();
  app = await NestFactory.createApplicationContext(AppModule.forRoot(testEnv(database.url)), { logger: false });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function count(table: string): Promise<number> {
  const [row] = await database.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
  return row?.n ?? -1;
}

describe('the demo data', () => {
  it('is there whole after the first start, and left alone by the second', async () => {
    expect(await seedDemo(app, '2026-10-14')).toBe(true);
    const tables = [
      'organizations',
      'users',
      'patients',
      'allergies',
      'chronic_conditions',
      'vaccinations',
      'health_records',
    ];
    const counts = await Promise.all(tables.map(count));
    expect(counts.slice(0, 3)).toEqual([3, 15, 200]);
    expect(Math.min(...counts.slice(3))).toBeGreaterThan(20);
    expect(await seedDemo(app, '2026-10-15')).toBe(false);
    expect(await Promise.all(tables.map(count))).toEqual(counts);
  });

  it('lets each of its people log in', async () => {
    const users = app.get(UsersService, { strict: false });
    for (const email of ['nurse@lincoln.demo', 'patient@riverside.demo', 'superadmin@white-cross.demo']) {
      expect(await users.identify(email, 'White-Cross-Demo-1')).toMatchObject({ email });
    }
  });

  it('leaves no readable phone number in the database', async () => {
    const rows = await database.sql(`SELECT FROM patients WHERE position('+1 217 555'::bytea IN contact_sealed) > 0`);
    expect(rows).toHaveLength(0);
    expect(await count('patients WHERE contact_sealed IS NOT NULL')).toBe(200);
  });
});
