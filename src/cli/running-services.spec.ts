import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runningServices } from './running-services.js';

describe('the databases of a running service', () => {
  it('are none where none runs', () => {
    expect(runningServices(join(tmpdir(), 'white-cross-nowhere'))).toBeUndefined();
  });

  it('are found by the ports that they wrote down', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'white-cross-cli-'));
    mkdirSync(join(dataDir, 'postgres/cluster'), { recursive: true });
    writeFileSync(
      join(dataDir, 'postgres/cluster/postmaster.pid'),
      '4711\n/somewhere\n1764227000\n54329\n\n127.0.0.1\n',
    );
    const { database, redis } = runningServices(dataDir) ?? {};
    expect(database?.['DATABASE_URL']).toMatch(/^postgres:\/\/white_cross_login:.+@127\.0\.0\.1:54329\/white_cross$/);
    expect(database?.['DATABASE_MIGRATION_URL']).toContain('white_cross_owner');
    expect(redis).toEqual({});
    mkdirSync(join(dataDir, 'redis'));
    writeFileSync(join(dataDir, 'redis/port'), '63790');
    expect(runningServices(dataDir)?.redis['REDIS_QUEUE_URL']).toMatch(/^redis:\/\/:.+@127\.0\.0\.1:63790$/);
  });
});
