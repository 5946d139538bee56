import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestPlatform } from '../../../testing/test-platform.js';
import { newId } from '../../database/new-id.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CacheVersions } from '../index.js';
import { CacheEpoch } from './cache-epoch.js';

describe('The versions that say what is stale', () => {
  let platform: TestPlatform;
  let versions: CacheVersions;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    platform = await TestPlatform.start();
    versions = platform.get(CacheVersions);
    unitOfWork = platform.get(UnitOfWork);
  });
  afterAll(() => platform.close());

  async function versionOf(tag: string): Promise<number> {
    const rows = await platform.database.sql<{ version: string }>('SELECT version FROM cache_versions WHERE tag = $1', [
      tag,
    ]);
    return Number(rows[0]?.version ?? 0);
  }

  it('rise with the commit, and not before', async () => {
    const tag = newId();
    await unitOfWork.run(async () => {
      versions.bump(tag);
      expect(await versionOf(tag)).toBe(0);
    });
    expect(await versionOf(tag)).toBe(1);
  });

  it('rise once for a unit of work, however often it says so', async () => {
    const tag = newId();
    await unitOfWork.run(async () => {
      versions.bump(tag, tag);
      versions.bump(tag);
    });
    expect(await versionOf(tag)).toBe(1);
  });

  it('do not rise when the unit of work fails', async () => {
    const tag = newId();
    const { id } = await platform.anOrganization();
    const failed = unitOfWork.run(async () => {
      versions.bump(tag);
      versions.bumpOrganizations(id);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await versionOf(tag)).toBe(0);
    expect(await versionOf(id)).toBe(0);
  });

  it('rise for thousands at once, and by overlapping writers without a deadlock', async () => {
    const tags = Array.from({ length: 3000 }, newId);
    const writers = [tags, tags.toReversed(), tags.slice(500), tags.slice(0, 2500).toReversed()];
    await Promise.all(writers.map((own) => unitOfWork.run(async () => versions.bump(...own))));
    const [row] = await platform.database.sql<{ sum: string }>(
      'SELECT sum(version) FROM cache_versions WHERE tag = ANY($1)',
      [tags],
    );
    expect(Number(row?.sum)).toBe(3000 + 3000 + 2500 + 2500);
  });

  it('of an organization and those above rise before the unit of work returns, in few statements for many writers', async () => {
    const { id, districtId } = await platform.anOrganization();
    await Promise.all(Array.from({ length: 40 }, () => unitOfWork.run(async () => versions.bumpOrganizations(id))));
    const raised = await versionOf(id);
    expect(raised).toBeGreaterThanOrEqual(1);
    expect(raised).toBeLessThanOrEqual(40);
    expect(await versionOf(districtId)).toBe(raised);
    await unitOfWork.run(async () => versions.bumpOrganizations(id));
    expect(await versionOf(id)).toBe(raised + 1);
  });

  it('belong in a unit of work', () => {
    expect(() => versions.bump(newId())).toThrow('unit of work');
  });

  it('are those of one history of one database', () => {
    expect(platform.get(CacheEpoch).current).toMatch(/^\d+:\d+:\d+$/);
  });
});
