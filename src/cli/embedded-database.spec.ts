import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { embeddedDatabase } from './embedded-database.js';

describe('the embedded database', () => {
  it('is none where none runs', () => {
    expect(embeddedDatabase(join(tmpdir(), 'white-cross-nowhere'))).toEqual({});
  });

  it('is found by the port that PostgreSQL wrote down', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'white-cross-cli-'));
    mkdirSync(join(dataDir, 'postgres/cluster'), { recursive: true });
    writeFileSync(
      join(dataDir, 'postgres/cluster/postmaster.pid'),
      '4711\n/somewhere\n1764227000\n54329\n\n127.0.0.1\n',
    );
    const { DATABASE_URL, DATABASE_MIGRATION_URL } = embeddedDatabase(dataDir);
    expect(DATABASE_URL).toMatch(/^postgres:\/\/white_cross_login:.+@127\.0\.0\.1:54329\/white_cross$/);
    expect(DATABASE_MIGRATION_URL).toContain('white_cross_owner');
  });
});
