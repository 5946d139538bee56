import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ConfigModule } from '../../config/config.module.js';
import { testDatabase, type TestDatabase } from '../../testing/test-database.js';
import { testEnv } from '../../testing/test-env.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import {
  defineJob,
  type JobEnd,
  type JobHandler,
  type JobLease,
  JobProcessor,
  Jobs,
  JobWorker,
  LeaseLost,
  PermanentJobFailure,
  QueueModule,
} from './index.js';
import { JobDispatcher } from './job-dispatcher.js';
import { JobRepository } from './job.repository.js';
import { JobLease as Lease } from './job-lease.js';

const NOTE_JOB = defineJob<{ noteId: string }>({ name: 'notes', maxAttempts: 3 });

/** Does what the spec tells it to. */
@JobProcessor(NOTE_JOB)
class NoteProcessor implements JobHandler<{ noteId: string }> {
  readonly seen: string[] = [];
  readonly ends: JobEnd[] = [];
  work: (noteId: string, lease: JobLease) => Promise<void> = () => Promise.resolve();

  async run({ noteId }: { noteId: string }, lease: JobLease): Promise<void> {
    this.seen.push(noteId);
    await this.work(noteId, lease);
  }

  ended(_payload: { noteId: string }, end: JobEnd): Promise<void> {
    this.ends.push(end);
    return Promise.resolve();
  }
}

@Module({})
class NotesModule {
  static on(databaseUrl: string, overrides: Record<string, string>): DynamicModule {
    return {
      module: NotesModule,
      imports: [
        ConfigModule.forRoot(testEnv(databaseUrl, overrides)),
        DatabaseModule,
        QueueModule,
        QueueModule.forJob(NOTE_JOB),
      ],
      providers: [NoteProcessor],
    };
  }
}

let database: TestDatabase;
const open: INestApplicationContext[] = [];

async function start(overrides: Record<string, string> = {}): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(NotesModule.on(database.url, overrides), { logger: false });
  open.push(app);
  return app;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The awaited condition did not come true.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function statusOf(jobId: string): Promise<string | undefined> {
  const [row] = await database.sql<{ status: string }>('SELECT status FROM jobs WHERE id = $1', [jobId]);
  return row?.status;
}

beforeAll(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
  await database.sql('DELETE FROM jobs');
});

afterAll(() => database.close());

describe('a job', () => {
  it('is published by Bull at once and done once', async () => {
    const app = await start({ ROLE: 'worker', JOB_SWEEP_INTERVAL: '3600000' });
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    await until(async () => (await statusOf(id)) === 'done' || nudgeAgain(app, id));
    expect(app.get(NoteProcessor).seen).toEqual(['a']);
  });

  it('does not exist when the transaction that accepts it rolls back', async () => {
    const app = await start();
    await expect(
      app.get(UnitOfWork).run(async () => {
        await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(await database.sql('SELECT id FROM jobs')).toEqual([]);
  });

  it('is found by the sweep when Redis has forgotten everything', async () => {
    const api = await start();
    const id = await api.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    await forgetQueue();
    const worker = await start({ ROLE: 'worker', JOB_SWEEP_INTERVAL: '100' });
    await until(async () => (await statusOf(id)) === 'done');
    expect(worker.get(NoteProcessor).seen).toEqual(['a']);
  });

  it('is done by a free worker though its nudge went to a process that is frozen', async () => {
    const { url: REDIS_URL } = testEnv(database.url).redis;
    const api = await start({ REDIS_URL });
    const id = await api.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    const queue = api.get(JobDispatcher).queueOf(NOTE_JOB.name);
    // What the server does for a process that waits for a nudge and never wakes up.
    const hears = () => queue?.client.rpoplpush(queue.toKey('wait'), queue.toKey('active'));
    await until(async () => (await hears()) === `${id}-0` || nudgeAgain(api, id));
    await start({ ROLE: 'worker', JOB_SWEEP_INTERVAL: '100', REDIS_URL });
    // Sooner than Bull, which looks for stalled jobs after a minute.
    await until(async () => (await statusOf(id)) === 'done');
  });

  it('is accepted and done while Redis is away', async () => {
    const nowhere = 'redis://127.0.0.1:9';
    const api = await start({ REDIS_URL: nowhere });
    const id = await api.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    await start({ ROLE: 'worker', REDIS_URL: nowhere });
    await until(async () => (await statusOf(id)) === 'done');
  });

  it('is tried again after a failure, and given up after its last attempt', async () => {
    const app = await start();
    const processor = app.get(NoteProcessor);
    processor.work = () => Promise.reject(new TypeError('a value of a patient'));
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    for (let attempt = 0; attempt < 3; attempt++) {
      await database.sql('UPDATE jobs SET run_after = now()');
      await app.get(JobWorker).runDue();
    }
    expect(await statusOf(id)).toBe('failed');
    expect(processor.ends).toMatchObject([{ kind: 'failed', code: 'internal' }]);
    expect(await database.sql('SELECT last_error, attempts FROM jobs')).toEqual([
      { last_error: 'TypeError', attempts: 3 },
    ]);
  });

  it('is not tried again after a permanent failure', async () => {
    const app = await start();
    const processor = app.get(NoteProcessor);
    processor.work = () => Promise.reject(new PermanentJobFailure('file-gone', 'The file is gone.'));
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    await app.get(JobWorker).runDue();
    expect(await statusOf(id)).toBe('failed');
    expect(processor.ends).toEqual([{ kind: 'failed', code: 'file-gone', detail: 'The file is gone.' }]);
  });

  it('ends at once when it is cancelled before a worker took it', async () => {
    const app = await start();
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    expect(await app.get(Jobs).cancel(id)).toBe('cancelled');
    await app.get(JobWorker).runDue();
    expect(app.get(NoteProcessor).seen).toEqual([]);
    expect(await app.get(Jobs).cancel(id)).toBeUndefined();
  });

  it('ends at its next transaction when it is cancelled in work', async () => {
    const app = await start();
    const processor = app.get(NoteProcessor);
    let id = '';
    processor.work = async (_note, lease) => {
      expect(await app.get(Jobs).cancel(id)).toBe('requested');
      await app.get(UnitOfWork).run(() => lease.hold());
    };
    id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    await app.get(JobWorker).runDue();
    expect(await statusOf(id)).toBe('cancelled');
    expect(processor.ends).toEqual([{ kind: 'cancelled' }]);
  });

  it('goes back to the queue, uncounted, when its worker shuts down', async () => {
    const app = await start();
    const worker = app.get(JobWorker);
    app.get(NoteProcessor).work = async (_note, lease) => {
      await new Promise<void>((resolve) => lease.signal.addEventListener('abort', () => resolve(), { once: true }));
      lease.signal.throwIfAborted();
    };
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    const run = worker.runDue();
    await until(() => app.get(NoteProcessor).seen.length === 1);
    await worker.beforeApplicationShutdown();
    await run;
    expect(await database.sql('SELECT status, attempts, lease_until FROM jobs WHERE id = $1', [id])).toEqual([
      { status: 'queued', attempts: 0, lease_until: null },
    ]);
  });
});

describe('a lease', () => {
  it('keeps a worker that was taken for dead from committing', async () => {
    const app = await start();
    const repository = app.get(JobRepository);
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    const first = await repository.claim(id, 'slow', 60);
    expect(await repository.claim(id, 'second', 60)).toBeUndefined();
    await database.sql(`UPDATE jobs SET lease_until = now() - interval '1 s'`);
    const second = await repository.claim(id, 'second', 60);
    const zombie = new Lease(repository, id, first?.leaseToken ?? '', 60);
    const holder = new Lease(repository, id, second?.leaseToken ?? '', 60);
    const write = (lease: Lease) =>
      app.get(UnitOfWork).run(async () => {
        await app.get(Database).execute(`UPDATE jobs SET last_error = 'written' WHERE id = $1`, [id]);
        await lease.hold();
      });
    await expect(write(zombie)).rejects.toThrow(LeaseLost);
    expect(await database.sql('SELECT last_error FROM jobs')).toEqual([{ last_error: null }]);
    await write(holder);
    await expect(app.get(UnitOfWork).run(() => zombie.complete())).rejects.toThrow(LeaseLost);
    await app.get(UnitOfWork).run(() => holder.complete());
    expect(await statusOf(id)).toBe('done');
    zombie.close();
    holder.close();
  });

  it('forgives earlier attempts once a transaction under it has committed', async () => {
    const app = await start();
    const repository = app.get(JobRepository);
    const id = await app.get(Jobs).enqueue(NOTE_JOB, { noteId: 'a' });
    const claim = await repository.claim(id, 'x', 60);
    const lease = new Lease(repository, id, claim?.leaseToken ?? '', 60);
    await app.get(UnitOfWork).run(() => lease.hold());
    lease.close();
    expect(await database.sql('SELECT attempts FROM jobs')).toEqual([{ attempts: 0 }]);
  });
});

/** The test asks for a nudge, not for luck: a worker may become ready only after the job was published. */
async function nudgeAgain(app: INestApplicationContext, id: string): Promise<boolean> {
  await app.get(JobDispatcher).publish({ id, name: NOTE_JOB.name, leaseToken: '0' });
  return false;
}

async function forgetQueue(): Promise<void> {
  const redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
  const keys = await redis.keys(`{notes:${database.name}}*`);
  if (keys.length > 0) await redis.del(...keys);
  await redis.quit();
}
