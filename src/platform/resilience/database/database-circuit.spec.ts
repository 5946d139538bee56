import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestPlatform } from '../../../testing/test-platform.js';
import { Database } from '../../database/database.js';
import { Circuits } from '../circuits.js';
import { DatabaseCircuit } from './database-circuit.js';

/** Longer than the silence after which PostgreSQL is probed. */
const SLOW_SECONDS = 3;

describe('the circuit before PostgreSQL', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start({
      providers: [Circuits, DatabaseCircuit],
      variables: { DB_POOL_MAX: '2', DB_ACQUIRE_TIMEOUT: '200' },
    });
  });
  afterAll(() => platform.close());

  const database = () => platform.get(Database);
  const openCircuits = () => platform.get(Circuits).openOnes();

  it('takes one slow statement for what it is', async () => {
    await database().query('SELECT pg_sleep($1)', [SLOW_SECONDS]);
    expect(openCircuits()).toEqual([]);
  });

  it('takes a pool that is used up for no fault of the server', async () => {
    const holders = Promise.withResolvers<void>();
    const held = Array.from({ length: 2 }, () => database().withClient(() => holders.promise));
    const refused = await Promise.allSettled(Array.from({ length: 12 }, () => database().query('SELECT 1')));
    expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'rejected'));
    expect(openCircuits()).toEqual([]);
    holders.resolve();
    await Promise.all(held);
    expect(await database().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets failing statements pass: an answer is an answer', async () => {
    for (let run = 0; run < 20; run++)
      await expect(database().query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    expect(openCircuits()).toEqual([]);
  });
});
