import { afterAll, describe, expect, it } from '@jest/globals';
import type { Env } from '../../config/env.js';
import { ThreadPool, ThreadsBusy } from './thread-pool.js';

const SUM = new URL('../../testing/sum.thread.js', import.meta.url);
const pool = new ThreadPool({ worker: { threads: 1 } } as Env);
const LONG_MS = 600_000;

afterAll(() => pool.onApplicationShutdown());

describe('the thread pool', () => {
  it('answers what the function answers, and throws what it throws', async () => {
    expect(await pool.run<number>(SUM, { numbers: [1, 2, 3] })).toBe(6);
    await expect(pool.run(SUM, { numbers: [], fails: true })).rejects.toThrow('asked to fail');
    expect(await pool.run<number>(SUM, { numbers: [4] })).toBe(4);
  });

  it('ends a task whose signal fires, with the reason, and goes on', async () => {
    const controller = new AbortController();
    const running = pool.run(SUM, { numbers: [1], staysMs: LONG_MS }, { signal: controller.signal });
    controller.abort(new Error('cancelled by the nurse'));
    await expect(running).rejects.toThrow('cancelled by the nurse');
    await expect(pool.run(SUM, { numbers: [1] }, { signal: controller.signal })).rejects.toThrow('cancelled');
    expect(await pool.run<number>(SUM, { numbers: [2, 2] })).toBe(4);
  });

  it('refuses more than its queue holds, and counts what it does', async () => {
    const controller = new AbortController();
    const { maxQueued, completed } = pool.stats();
    const tasks = Array.from({ length: maxQueued + 8 }, () =>
      pool.run(SUM, { numbers: [1], staysMs: LONG_MS }, { signal: controller.signal }),
    );
    const outcomes = Promise.allSettled(tasks);
    expect(pool.stats()).toMatchObject({ maxThreads: 1, queued: maxQueued, completed });
    controller.abort(new Error('enough'));
    const refused = (await outcomes).filter(
      ({ status, ...rest }) => status === 'rejected' && 'reason' in rest && rest.reason instanceof ThreadsBusy,
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(8);
  });
});
