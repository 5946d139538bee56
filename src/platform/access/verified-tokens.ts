import { LRUCache } from 'lru-cache';
import type { TokenHolder } from './jwt.strategy.js';

const TOKENS_MAX = 10_000;

/**
 * Tokens whose signature this process has verified, until they expire: a token says the same for as long as it lives, so once is
 * enough. Whether its session still holds is asked of the database on every request, as before.
 */
export class VerifiedTokens {
  private readonly holders = new LRUCache<string, TokenHolder>({ max: TOKENS_MAX });

  /** Who holds the token; undefined when it was not verified here, or has expired. */
  holderOf(token: string): TokenHolder | undefined {
    const holder = this.holders.get(token);
    return holder && holder.expiresAtMs > Date.now() ? holder : undefined;
  }

  keep(token: string, holder: TokenHolder): void {
    this.holders.set(token, holder);
  }
}
