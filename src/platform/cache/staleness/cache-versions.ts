import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { LastStatement } from '../../database/flight.js';
import { currentTransaction, type TransactionScope } from '../../database/transaction-context.js';
import { InvalidationBus } from './invalidation-bus.js';
import { NextBatch } from './next-batch.js';

/** Sorted, so that two writers of the same tags never wait for each other. */
const BUMP_SQL = `
INSERT INTO cache_versions (tag, version)
SELECT tag, 1 FROM unnest($1::uuid[]) AS tag ORDER BY tag
ON CONFLICT (tag) DO UPDATE SET version = cache_versions.version + 1`;

const bumpSelectedSql = (selection: string): string => `
INSERT INTO cache_versions (tag, version)
SELECT DISTINCT tag, 1 FROM (${selection}) AS touched (tag) ORDER BY tag
ON CONFLICT (tag) DO UPDATE SET version = cache_versions.version + 1`;

const BUMP_ORGANIZATIONS_SQL = `
INSERT INTO cache_versions (tag, version)
SELECT tag, 1 FROM (SELECT DISTINCT unnest(path) AS tag FROM organizations WHERE id = ANY($1::uuid[])) AS touched ORDER BY tag
ON CONFLICT (tag) DO UPDATE SET version = cache_versions.version + 1`;

interface Pending {
  readonly tags: Set<string>;
  readonly organizations: Set<string>;
}

/**
 * The truth of what is stale: one version per tag, in PostgreSQL. Every reader sees the current version together with its right of
 * access, and the version is part of the cache key, so an entry from before a write is never found again, whatever Redis or
 * the bus between the processes does.
 */
@Injectable()
export class CacheVersions {
  private readonly pending = new WeakMap<TransactionScope, Pending>();
  private readonly organizationBumps = new NextBatch<string>((ids) => this.raiseOrganizations(ids));

  constructor(
    private readonly database: Database,
    private readonly bus: InvalidationBus,
  ) {}

  /**
   * Raises the version of these tags (patients) in the running unit of work, visible exactly when its writes are. All tags of a
   * unit of work go in one statement before its commit, so that thousands cost one round trip and rows stay locked briefly.
   */
  bump(...tags: readonly string[]): void {
    const pending = this.pendingOf('bump');
    for (const tag of tags) pending.tags.add(tag);
  }

  /**
   * Raises the version of all tags that a SELECT of one column yields, in the running unit of work and without their travelling
   * through this process. The bus tells nobody: it saves memory sooner, and what is stale is not found by its version anyway.
   */
  async bumpSelected(selection: string, values: readonly unknown[] = []): Promise<void> {
    if (!currentTransaction()) throw new Error('CacheVersions.bumpSelected belongs in a unit of work.');
    await this.database.execute(bumpSelectedSql(selection), values);
  }

  /**
   * Raises the version of organizations and all above them: what is counted over them has changed. This happens after the
   * commit and before the caller gets its answer, and all writers of an instant share one statement. In the transaction it would be a hot
   * row: every writer of a district would wait for the one before it to commit. After the commit is soon enough, since no
   * answer has acknowledged the write yet.
   */
  bumpOrganizations(...organizationIds: readonly string[]): void {
    const pending = this.pendingOf('bumpOrganizations');
    for (const id of organizationIds) pending.organizations.add(id);
  }

  private pendingOf(method: string): Pending {
    const scope = currentTransaction();
    if (!scope) throw new Error(`CacheVersions.${method} belongs in a unit of work.`);
    let pending = this.pending.get(scope);
    if (!pending) {
      const created: Pending = { tags: new Set(), organizations: new Set() };
      this.pending.set(scope, created);
      scope.beforeCommit.push(() => bumpOf(created.tags));
      scope.afterCommit.push(() => this.settle(created));
      pending = created;
    }
    return pending;
  }

  private async settle({ tags, organizations }: Pending): Promise<void> {
    this.bus.announce('stale', [...tags]);
    if (organizations.size > 0) await this.organizationBumps.add([...organizations]);
  }

  private async raiseOrganizations(ids: string[]): Promise<void> {
    await this.database.execute(BUMP_ORGANIZATIONS_SQL, [ids], { name: 'cache-versions-bump-organizations' });
    this.bus.announce('stale', ids);
  }
}

function bumpOf(tags: Set<string>): readonly LastStatement[] {
  return tags.size === 0 ? [] : [{ text: BUMP_SQL, values: [[...tags]], name: 'cache-versions-bump' }];
}
