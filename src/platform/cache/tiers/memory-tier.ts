import { LRUCache } from 'lru-cache';
import type { CachedBody } from './cached-body.js';

/** Bytes that an entry takes besides its body and key: the LRU's and the tag index's share, about. */
const ENTRY_OVERHEAD_BYTES = 400;

export interface MemoryLimits {
  maxEntries: number;
  maxBytes: number;
}

/** What an entry is filed under. */
interface Label {
  readonly tag: string;
  readonly kind: string;
}

interface Entry extends Label {
  readonly value: CachedBody;
}

/**
 * The first tier: finished bodies in this process's memory, bounded in entries and in bytes. A hit is a look-up in a map;
 * nothing is parsed, copied or awaited.
 */
export class MemoryTier {
  private readonly entries: LRUCache<string, Entry> | undefined;
  /** Which keys a tag has, to free them early. It is never asked whether an entry is valid. */
  private readonly keysOfTag = new Map<string, Set<string>>();

  constructor({ maxEntries, maxBytes }: MemoryLimits) {
    if (maxEntries === 0 || maxBytes === 0) return;
    this.entries = new LRUCache<string, Entry>({
      max: maxEntries,
      maxSize: maxBytes,
      sizeCalculation: ({ value }, key) => value.body.length + 2 * key.length + ENTRY_OVERHEAD_BYTES,
      dispose: ({ tag }, key, reason) => {
        if (reason !== 'set') this.unlist(tag, key);
      },
    });
  }

  get(key: string): CachedBody | undefined {
    return this.entries?.get(key)?.value;
  }

  /** Keeps a body for `ttlMs`; one larger than the whole tier is not kept. */
  set(key: string, { tag, kind }: Label, value: CachedBody, ttlMs: number): void {
    if (!this.entries) return;
    this.entries.set(key, { value, tag, kind }, { ttl: ttlMs });
    if (!this.entries.has(key)) return;
    const keys = this.keysOfTag.get(tag);
    if (keys) keys.add(key);
    else this.keysOfTag.set(tag, new Set([key]));
  }

  delete(key: string): void {
    this.entries?.delete(key);
  }

  /** Frees what was kept for a tag, and tells which kinds that was. */
  free(tag: string): ReadonlySet<string> {
    const kinds = new Set<string>();
    for (const key of this.keysOfTag.get(tag) ?? []) {
      const entry = this.entries?.get(key);
      if (entry) kinds.add(entry.kind);
      this.entries?.delete(key);
    }
    return kinds;
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.entries?.size ?? 0, bytes: this.entries?.calculatedSize ?? 0 };
  }

  private unlist(tag: string, key: string): void {
    const keys = this.keysOfTag.get(tag);
    keys?.delete(key);
    if (keys?.size === 0) this.keysOfTag.delete(tag);
  }
}
