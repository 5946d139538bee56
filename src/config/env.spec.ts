import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidConfiguration, loadEnv } from './env.js';

let DATA_DIR: string;
beforeAll(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'white-cross-env-'));
});
afterAll(() => rmSync(DATA_DIR, { recursive: true }));

const strong = 'q8Zt0w3LrX5nB7vK1mC9pF2hJ4sD6gA0yE8uR5iO3kT=';
const production = {
  NODE_ENV: 'production',
  ROLE: 'api',
  DATABASE_URL: 'postgres://app:x@db/white_cross',
  REDIS_URL: 'redis://cache',
  JWT_SECRET: strong,
  KEY_ENCRYPTION_KEY: Buffer.from(strong).subarray(0, 32).toString('base64'),
  BLIND_INDEX_KEY: Buffer.from(strong).subarray(4, 36).toString('hex'),
  AUDIT_SIGNING_KEY: Buffer.from(strong).subarray(8, 40).toString('base64'),
};

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    loadEnv({ DATA_DIR, ...source });
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.faults;
    throw error;
  }
  return [];
}

describe('loadEnv', () => {
  it('needs nothing in development', () => {
    const env = loadEnv({ DATA_DIR });
    expect(env).toMatchObject({
      mode: 'development',
      role: 'all',
      database: { url: '', poolMin: 5, poolMax: 50 },
      dataDir: DATA_DIR,
    });
  });

  it('is frozen through and through', () => {
    const env = loadEnv({ DATA_DIR });
    expect(() => Object.assign(env.database, { poolMax: 1 })).toThrow(TypeError);
    expect(Object.isFrozen(env.database.replicaUrls)).toBe(true);
  });

  it('keeps development secrets between starts, readable by their owner only', () => {
    expect(loadEnv({ DATA_DIR }).auth.jwtSecret).toBe(loadEnv({ DATA_DIR }).auth.jwtSecret);
    expect(loadEnv({ DATA_DIR }).keys.encryptionKey).toHaveLength(32);
    expect(statSync(join(DATA_DIR, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('prefers a secret that is set, and takes an empty variable for unset', () => {
    expect(loadEnv({ DATA_DIR, JWT_SECRET: 'mine' }).auth.jwtSecret).toBe('mine');
    expect(loadEnv({ DATA_DIR, JWT_SECRET: '', PORT: ' ' })).toMatchObject({ http: { port: 3000 } });
    expect(loadEnv({ DATA_DIR, JWT_SECRET: '' }).auth.jwtSecret).toHaveLength(43);
  });

  it('lets the second URLs default to the first', () => {
    const env = loadEnv({ DATA_DIR, DATABASE_URL: 'postgres://a@b/c', REDIS_URL: 'redis://r' });
    expect(env.database.migrationUrl).toBe('postgres://a@b/c');
    expect(env.redis.queueUrl).toBe('redis://r');
  });

  it('reads lists', () => {
    const env = loadEnv({ DATA_DIR, DATABASE_REPLICA_URLS: 'postgres://a/x, postgres://b/x,' });
    expect(env.database.replicaUrls).toEqual(['postgres://a/x', 'postgres://b/x']);
  });

  it('lists every fault at once and repeats no value', () => {
    const faults = faultsOf({
      PORT: '70000',
      DB_POOL_MAX: '5x',
      ROLE: 'boss',
      CACHE_WARMING_ENABLED: 'perhaps',
      DATABASE_URL: 'mysql://root:hunter2@db',
      KEY_ENCRYPTION_KEY: 'hunter2',
    });
    expect(new Set(faults.map((fault) => fault.split(' ')[0]))).toEqual(
      new Set(['CACHE_WARMING_ENABLED', 'DATABASE_URL', 'DB_POOL_MAX', 'KEY_ENCRYPTION_KEY', 'PORT', 'ROLE']),
    );
    expect(faults.join()).not.toContain('hunter2');
  });

  it('says so when DATA_DIR cannot be written', () => {
    const file = join(DATA_DIR, 'a-file');
    writeFileSync(file, '');
    expect(faultsOf({ DATA_DIR: file })).toEqual([expect.stringMatching(/^DATA_DIR cannot hold .*ENOTDIR/)]);
  });

  it('refuses what contradicts itself', () => {
    expect(faultsOf({ DB_POOL_MIN: '9', DB_POOL_MAX: '3' })).toEqual([
      'DB_POOL_MIN must not be greater than DB_POOL_MAX',
    ]);
    expect(faultsOf({ STORAGE_DRIVER: 's3' })).toEqual(['S3_BUCKET must be set when STORAGE_DRIVER is s3']);
    expect(faultsOf({ ROLE: 'worker' })).toHaveLength(2);
    expect(faultsOf({ HOST: '0.0.0.0' })).toHaveLength(1);
    expect(faultsOf({ HOST: '0.0.0.0', DEMO: 'false' })).toEqual([]);
  });

  describe('in production', () => {
    it('accepts strong secrets, in base64 or hex', () => {
      expect(faultsOf(production)).toEqual([]);
    });

    it.each([
      ['JWT_SECRET', ''],
      ['JWT_SECRET', 'short'],
      ['JWT_SECRET', 'changeme-changeme-changeme-changeme'],
      ['JWT_SECRET', 'abababababababababababababababababababab'],
      ['OPS_TOKEN', 'ops'],
      ['KEY_ENCRYPTION_KEY', ''],
      ['KEY_ENCRYPTION_KEY', '00'.repeat(32)],
      ['BLIND_INDEX_KEY', ''],
      ['AUDIT_SIGNING_KEY', ''],
      ['DATABASE_URL', ''],
    ])('refuses %s=%s', (name, value) => {
      const faults = faultsOf({ ...production, [name]: value });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(new RegExp(`^${name} `));
    });

    it('has no embedded databases', () => {
      expect(faultsOf({ ...production, ROLE: 'all', DATABASE_URL: '', REDIS_URL: '' })).toHaveLength(2);
    });
  });
});
