import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { type CacheAnswer, type CacheRequest, TieredCache } from '../../../platform/cache/index.js';
import type { SearchQuery } from './search.dto.js';
import { type FoundPage, SearchRepository } from './search.repository.js';

const KEPT_MS = 300_000;

/**
 * What matched a search is kept for five minutes by time alone: a record written since is found by then at the latest. Whether what
 * was found may still be shown is not a matter of time: each time it is asked whether its records are unchanged and in reach, by
 * their keys, and if one is not, all is searched anew.
 */
@Injectable()
export class KeptPages {
  constructor(
    private readonly cache: TieredCache,
    private readonly repository: SearchRepository,
  ) {}

  /** A page of matches, and what the cache says of it. */
  async find(actor: Actor, words: string, query: SearchQuery): Promise<{ page: FoundPage; cached: CacheAnswer }> {
    const wanted = requestFor(actor, words, query);
    const first = await this.read(wanted, actor, words, query);
    if (first.cached.tier === 'MISS' || (await this.repository.areUnchanged(actor, first.page.rows))) return first;
    await this.cache.drop(wanted);
    return this.read(wanted, actor, words, query);
  }

  private async read(wanted: CacheRequest, actor: Actor, words: string, query: SearchQuery) {
    const value = this.cache.inMemory(wanted);
    const cached: CacheAnswer = value
      ? { tier: 'L1', value }
      : await this.cache.fetch(wanted, async () => {
          const page = await this.repository.find(actor, words, query);
          return { body: JSON.stringify(page), version: wanted.version };
        });
    return { page: JSON.parse(cached.value.body.toString('utf8')) as FoundPage, cached };
  }
}

/** One page for all who reach the same patients in the same role. */
function requestFor(
  { role, organizationId, patientId }: Actor,
  words: string,
  { type, from, to, limit, cursor }: SearchQuery,
): CacheRequest {
  return {
    kind: 'search',
    tag: 'time',
    version: '0',
    identity: `search ${JSON.stringify([role, patientId ?? organizationId, words, type, from, to, limit, cursor])}`,
    ttlMs: KEPT_MS,
    isCostly: false,
    staleOnError: false,
  };
}
