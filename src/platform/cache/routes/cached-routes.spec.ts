import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../testing/api-client.js';
import { eventually } from '../../../testing/eventually.js';
import { TestPlatform } from '../../../testing/test-platform.js';
import { Database } from '../../database/database.js';
import { Problem } from '../../http/problem.js';
import { contextOf } from '../../http/request-context.js';
import { Cached, InvalidatesCache, type LoadedBody, RedisStore, TieredCache } from '../index.js';

let loads = 0;
let isLoadFailing = false;

@Controller('people/:patientId')
class PeopleController {
  constructor(private readonly database: Database) {}

  @Get('name')
  @Cached({ kind: 'name', ttlSeconds: 60 })
  async name(@Param('patientId') id: string, @Query('as') as?: string): Promise<LoadedBody> {
    loads++;
    const [row] = await this.database.query<{ body: string; version: string }>(
      `SELECT json_build_object('name', given_name, 'as', $2::text)::text AS body, coalesce(v.version, 0) AS version
         FROM patients p LEFT JOIN cache_versions v ON v.tag = p.id WHERE p.id = $1`,
      [id, as ?? null],
    );
    if (!row) throw new Problem(404, 'not-found', 'No such person.');
    return row;
  }

  @Post('name')
  @InvalidatesCache()
  async rename(
    @Param('patientId') id: string,
    @Body() { name, fails }: { name: string; fails?: boolean },
  ): Promise<object> {
    await this.database.execute('UPDATE patients SET given_name = $2 WHERE id = $1', [id, name]);
    if (fails) throw new Problem(409, 'conflict', 'Changed my mind.');
    return { name };
  }

  @Get('count')
  @Cached({ kind: 'count', tag: 'organization', costly: true, staleOnError: true })
  async count(@Param('patientId') id: string): Promise<LoadedBody> {
    loads++;
    if (isLoadFailing) throw new Problem(503, 'dependency-unavailable', 'Too busy.');
    const [row] = await this.database.query<LoadedBody & { version: string }>(
      `SELECT json_build_object('people', count(*))::text AS body, (SELECT coalesce(max(version), 0) FROM cache_versions
         WHERE tag = (SELECT organization_id FROM patients WHERE id = $1)) AS version FROM patients`,
      [id],
    );
    if (!row) throw new Error('count(*) has a row');
    return row;
  }
}

/** Stands in for the access guard: everybody may see everybody. */
@Injectable()
class OpenGuard implements CanActivate {
  constructor(private readonly database: Database) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<{ params: { patientId: string } }>();
    const [row] = await this.database.query<{ organization_id: string; version: string; organization_version: string }>(
      `SELECT p.organization_id, coalesce(v.version, 0) AS version, coalesce(o.version, 0) AS organization_version FROM patients p
         LEFT JOIN cache_versions v ON v.tag = p.id LEFT JOIN cache_versions o ON o.tag = p.organization_id WHERE p.id = $1`,
      [request.params.patientId],
    );
    if (!row) return true;
    const context = contextOf(request);
    context.patient = { id: request.params.patientId, organizationId: row.organization_id, version: row.version };
    context.actor = { userId: 'u', sessionId: 's', role: 'nurse', organizationId: row.organization_id };
    context.organizationVersion = row.organization_version;
    return true;
  }
}

const options = { controllers: [PeopleController], providers: [{ provide: APP_GUARD, useClass: OpenGuard }] };

describe('Cached routes', () => {
  let one: TestPlatform;
  let other: TestPlatform;
  let organization: { id: string; districtId: string };
  let path: string;

  beforeAll(async () => {
    const variables = { KEY_ENCRYPTION_KEY: '5'.repeat(64), REDIS_URL: `${process.env['TEST_REDIS_URL']}/7` };
    one = await TestPlatform.start({ ...options, variables });
    other = await TestPlatform.start({ ...options, variables, database: one.database });
    for (const platform of [one, other]) await eventually(() => platform.get(RedisStore).isConnected, Boolean);
    organization = await one.anOrganization();
  });
  afterAll(async () => {
    await other.close({ keepDatabase: true });
    await one.close();
  });
  beforeEach(async () => {
    loads = 0;
    isLoadFailing = false;
    const [id] = await one.patients(organization.id, 1);
    path = `/people/${id}`;
  });

  const on = (platform: TestPlatform) => new ApiClient(platform.url);
  const tierOf = ({ headers }: { headers: Headers }) => headers.get('x-cache');

  it('are loaded once, then answered from memory, by another process from Redis, and always with the same bytes', async () => {
    const first = await on(one).get(`${path}/name`);
    expect(first).toMatchObject({ status: 200, body: { name: 'Testa', as: null } });
    expect(tierOf(first)).toBe('MISS');
    const second = await on(one).get(`${path}/name`);
    expect(tierOf(second)).toBe('L1');
    const third = await eventually(
      () => on(other).get(`${path}/name`),
      (answer) => tierOf(answer) !== 'MISS',
    );
    expect(['L1', 'L2']).toContain(tierOf(third));
    for (const answer of [second, third]) {
      expect(answer.text).toBe(first.text);
      expect(answer.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer.headers.get('server-timing')).toMatch(/^cache;desc="L[12]", age;dur=\d+$/);
    }
  });

  it('are stale everywhere as soon as a write is acknowledged', async () => {
    for (const name of ['Ana', 'Ben', 'Cleo']) {
      for (const platform of [one, other]) await on(platform).get(`${path}/name`);
      expect((await on(one).post(`${path}/name`, { name })).status).toBe(201);
      for (const platform of [other, one]) expect((await on(platform).get(`${path}/name`)).body.name).toBe(name);
    }
  });

  it('stay as they were when the write fails', async () => {
    await on(one).get(`${path}/name`);
    expect((await on(one).post(`${path}/name`, { name: 'Never', fails: true })).status).toBe(409);
    const after = await on(one).get(`${path}/name`);
    expect(tierOf(after)).toBe('L1');
    expect(after.body.name).toBe('Testa');
  });

  it('answer 304 to who has the bytes already', async () => {
    const first = await on(one).get(`${path}/name`);
    const etag = String(first.headers.get('etag'));
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await on(one).get(`${path}/name`, { 'if-none-match': known });
      expect(again).toMatchObject({ status: 304, text: '' });
      expect(again.headers.get('etag')).toBe(etag);
    }
    expect((await on(one).get(`${path}/name`, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('share one load among all who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => on(one).get(`${path}/name`)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(loads).toBe(1);
  });

  it('are told apart by their query, in whatever order it is written', async () => {
    expect((await on(one).get(`${path}/name?as=a`)).body.as).toBe('a');
    expect((await on(one).get(`${path}/name?as=b`)).body.as).toBe('b');
    await on(one).get(`${path}/name?x=1&as=c`);
    expect(tierOf(await on(one).get(`${path}/name?as=c&x=1`))).toBe('L1');
  });

  it('do not keep an error', async () => {
    const nobody = '/people/00000000-0000-7000-8000-000000000000/name';
    expect((await on(one).get(nobody)).status).toBe(500);
    expect(loads).toBe(0);
  });

  it('of an organization are stale after a write below it; the district above is raised with the school', async () => {
    const before = await on(one).get(`${path}/count`);
    expect(tierOf(await on(one).get(`${path}/count`))).toBe('L1');
    await on(other).post(`${path}/name`, { name: 'Dora' });
    expect(tierOf(await on(one).get(`${path}/count`))).toBe('MISS');
    expect(before.status).toBe(200);
    const raised = await one
      .get(Database)
      .query('SELECT version FROM cache_versions WHERE tag = $1', [organization.districtId]);
    expect(raised).toHaveLength(1);
  });

  it('give an older answer when the load fails only where the route says so, and mark it', async () => {
    const before = await on(one).get(`${path}/count`);
    await on(one).post(`${path}/name`, { name: 'Ella' });
    isLoadFailing = true;
    const after = await on(one).get(`${path}/count`);
    expect(tierOf(after)).toBe('STALE');
    expect(after).toMatchObject({ status: 200, text: before.text });
    isLoadFailing = false;
    expect(tierOf(await on(one).get(`${path}/count`))).toBe('MISS');
  });

  it('free the memory of other processes when they go stale', async () => {
    await on(other).get(`${path}/name`);
    const kept = other.get(TieredCache).stats().l1.entries;
    const announcedAgain = async (): Promise<number> => {
      await on(one).post(`${path}/name`, { name: 'Finn' });
      return other.get(TieredCache).stats().l1.entries;
    };
    expect(await eventually(announcedAgain, (entries) => entries < kept)).toBe(kept - 1);
  });

  it('are counted by tier and kind', async () => {
    const before = one.get(TieredCache).stats();
    await on(one).get(`${path}/name`);
    await on(one).get(`${path}/name`);
    const after = one.get(TieredCache).stats();
    expect(after.kinds['name']!.l1.hits).toBe(before.kinds['name']!.l1.hits + 1);
    expect(after.kinds['name']!.l1.misses).toBe(before.kinds['name']!.l1.misses + 1);
    expect(after.kinds['name']!.l2.misses).toBe(before.kinds['name']!.l2.misses + 1);
    expect(after.l2.connected).toBe(true);
    expect(after.hitRate).toBeGreaterThan(0);
    expect(after.invalidations).toBeGreaterThan(0);
  });
});
