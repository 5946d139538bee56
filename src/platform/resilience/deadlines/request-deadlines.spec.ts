import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../database/database.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { StatementObserver } from '../../telemetry/statements/statement-observer.js';
import { TestPlatform } from '../../../testing/test-platform.js';
import { RequestDeadlines } from './request-deadlines.js';

@Controller()
class Sleepers {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('read')
  async read(): Promise<void> {
    await this.database.query('SELECT pg_sleep(600)');
  }

  @Post('write')
  async write(): Promise<void> {
    await this.unitOfWork.run(async () => void (await this.database.query('SELECT pg_sleep(600)')));
  }

  /** An answer that has begun, and goes on for longer than the deadline. */
  @Get('stream')
  stream(@Res() reply: FastifyReply): void {
    void reply.type('text/plain').send(Readable.from(this.lines()));
  }

  private async *lines(): AsyncGenerator<string> {
    yield 'begun\n';
    await this.database.query('SELECT pg_sleep(1.5)');
    yield 'done\n';
  }
}

describe('a request over its deadline', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start({
      controllers: [Sleepers],
      providers: [RequestDeadlines],
      variables: { REQUEST_DEADLINE: '300' },
    });
  });
  afterAll(() => platform.close());

  const sleeping = () =>
    platform.database.sql(`SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'
                              AND datname = current_database()`);

  it.each([
    ['GET', 'read'],
    ['POST', 'write'],
  ])('is answered with 503, and its statement is cancelled in PostgreSQL: %s', async (method, path) => {
    const before = platform.get(StatementObserver).cancelled;
    const answer = await fetch(`${platform.url}/api/${path}`, { method });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await answer.json()).toMatchObject({ code: 'dependency-unavailable' });
    expect(await sleeping()).toEqual([]);
    expect(platform.get(StatementObserver).cancelled).toBe(before + 1);
  });

  it('goes on when its answer has begun', async () => {
    const answer = await fetch(`${platform.url}/api/stream`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('begun\ndone\n');
  });

  it('leaves the connection usable', async () => {
    expect(await platform.get(Database).query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
