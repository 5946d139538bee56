import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../../../../platform/database/database.js';
import { newId } from '../../../../platform/database/new-id.js';
import { type Blocks, joinBlocks, splitBlocks } from '../../genome/blocks/byte-blocks.js';
import type { PackedIndex, PackedSites } from '../../genome/threads/genome-messages.js';
import { IndexBlock } from '../../genome/blocks/marker-index.js';
import { SiteBlock } from '../../genome/blocks/site-blocks.js';
import { type IndexCandidate, SiteDirectory } from '../../genome/blocks/site-directory.js';
import { cutBlocks } from './cut-blocks.sql.js';
import { digestOfBlocks, storedDigest } from './stored-digest.sql.js';
import type { GenomeKey } from '../genome-key.js';

const CACHE_BYTES = 24 * 1024 * 1024;
type Part = 'sites' | 'rs' | 'other';
/** Chips whose directories stay in memory. */
const DIRECTORIES_MAX = 32;
type Cached = SiteBlock | IndexBlock;

/** One part of a list as its blocks lie in the table. */
interface StoredPart {
  part: Part;
  blocks: Blocks;
}

/** A list whose sites are stored. */
export interface BegunSiteList {
  id: string;
  /** Nobody else has stored it before. */
  isNew: boolean;
  sites: StoredPart;
  key: GenomeKey | null;
}

/** A list of sites as a genome refers to it: shared ones are in clear, a person's own is sealed under the genome's key. */
export interface ListReference {
  id: string;
  directory: SiteDirectory;
  /** The key of the genome whose own list it is; `null` for a shared one. */
  key: GenomeKey | null;
}

/** Blocks of calls by the list of sites they would belong to, side by side. */
export interface BlockGuess {
  lists: string[];
  numbers: number[];
}

/**
 * The lists of sites. A shared list is stored once under its digest, and its parts that were used last stay in memory, a few
 * chips' worth. A list that is one person's own is never cached.
 */
@Injectable()
export class SiteLists {
  private readonly cache = new LRUCache<string, Cached>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (entry) => entry.size + 200,
  });

  private readonly directories = new LRUCache<string, SiteDirectory>({ max: DIRECTORIES_MAX });

  constructor(private readonly database: Database) {}

  /**
   * In which block a marker stands in each list whose index is in memory: with that, one statement may ask for a genome and
   * the right block of it at once, whichever of the lists the genome has.
   */
  guess(id: string): BlockGuess {
    const guess: BlockGuess = { lists: [], numbers: [] };
    for (const [list, directory] of this.directories) {
      const { key, blocks } = directory.candidates(id);
      for (const { part, number } of blocks) {
        const index = this.cache.get(`${list} ${part} ${number}`);
        const found = index instanceof IndexBlock ? index.find(key)[0] : undefined;
        if (found === undefined) continue;
        guess.lists.push(list);
        guess.numbers.push(found);
        break;
      }
    }
    return guess;
  }

  /** Whether a shared list of this digest is stored. */
  async isKnown(digest: Buffer): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM site_lists WHERE digest = $1', [digest]);
    return rows.length > 0;
  }

  /** Locks the shared list of this digest against being removed, in the running transaction; its id, if it is there. */
  async lock(digest: Buffer): Promise<string | undefined> {
    const [row] = await this.database.query<{ id: string }>(
      'SELECT id FROM site_lists WHERE digest = $1 FOR KEY SHARE',
      [digest],
    );
    return row?.id;
  }

  /**
   * Begins to store a list with its sites, sealed when `key` is given; of two that store the same shared list at once one wins, and both
   * get its id. Call it in a transaction.
   */
  async begin(list: Promise<PackedSites>, digest: Buffer, key: GenomeKey | null): Promise<BegunSiteList> {
    const { siteCount, blocks } = await list;
    const sites = storedPart('sites', blocks, key);
    const [row] = await this.database.query<{ id: string; is_new: boolean }>(
      `WITH list AS (
         INSERT INTO site_lists AS l (id, digest, site_count, directory) VALUES ($1, $2, $3, '')
         ON CONFLICT (digest) DO UPDATE SET site_count = l.site_count
         RETURNING id, l.id = $1 AS is_new),
       added AS (
         INSERT INTO site_list_blocks (site_list_id, part, number, bytes)
         SELECT id, 'sites', number, bytes FROM list, ${cutBlocks(4, 5)} WHERE is_new)
       SELECT id, is_new FROM list`,
      [newId(), key ? null : digest, siteCount, ...parametersOf(sites)],
    );
    return { id: row!.id, isNew: row!.is_new, sites, key };
  }

  /**
   * Stores the index of a list that was begun, holds all that is stored of it against what was read, and tells its id.
   *
   * @throws Error when what is stored is not the list that was read
   */
  async complete({ id, isNew, sites, key }: BegunSiteList, list: Promise<PackedIndex>): Promise<string> {
    const index = await list;
    const parts = (['rs', 'other'] as const).map((part) => storedPart(part, index[part], key));
    const plain = Buffer.from(index.directory);
    const directory = key ? key.seal({ kind: 'sites', part: 'directory', block: 0 }, plain) : plain;
    if (isNew) {
      for (const part of parts) await this.addBlocks(id, part);
      await this.database.execute('UPDATE site_lists SET directory = $2 WHERE id = $1', [id, directory]);
    }
    await this.assertStored(id, directory, [sites, ...parts]);
    return id;
  }

  /** The directory of a genome's list. `sealedFor` opens a list that is the genome's own. */
  async open(id: string, genomeKey: GenomeKey): Promise<ListReference> {
    const cached = this.directories.get(id);
    if (cached) return { id, directory: cached, key: null };
    const [row] = await this.database.query<{ digest: Buffer | null; directory: Buffer }>(
      'SELECT digest, directory FROM site_lists WHERE id = $1',
      [id],
      { name: 'site-list' },
    );
    if (row!.digest === null) {
      const bytes = genomeKey.open({ kind: 'sites', part: 'directory', block: 0 }, row!.directory);
      return { id, directory: new SiteDirectory(bytes), key: genomeKey };
    }
    const directory = new SiteDirectory(row!.directory);
    this.directories.set(id, directory);
    return { id, directory, key: null };
  }

  /** Blocks of sites by their numbers. */
  blocks(list: ListReference, numbers: readonly number[]): Promise<Map<number, SiteBlock>> {
    return this.parts(list, 'sites', numbers, (bytes, number) => new SiteBlock(bytes, list.directory.spans[number]!));
  }

  /** The numbers of the site blocks in which markers may be, for each of the names that the index knows. */
  async blocksOfMarkers(list: ListReference, ids: readonly string[]): Promise<Map<string, number[]>> {
    const searched = ids.map((id) => ({ id, ...list.directory.candidates(id) }));
    const candidates = searched.flatMap(({ blocks }) => blocks);
    const rs = await this.indexBlocks(list, 'rs', candidates);
    const other = await this.indexBlocks(list, 'other', candidates);
    return new Map(
      searched.map(({ id, key, blocks }) => [
        id,
        blocks.flatMap(({ part, number }) => (part === 'rs' ? rs : other).get(number)!.find(key)),
      ]),
    );
  }

  /** A whole list as it lies in the database, opened: for threads. */
  async whole({ id, key }: ListReference): Promise<{ directory: Uint8Array; sites: Blocks }> {
    const [row] = await this.database.query<{ directory: Buffer }>('SELECT directory FROM site_lists WHERE id = $1', [
      id,
    ]);
    const rows = await this.database.query<{ number: number; bytes: Buffer }>(
      `SELECT number, bytes FROM site_list_blocks WHERE site_list_id = $1 AND part = 'sites' ORDER BY number`,
      [id],
    );
    const opened = (part: string, block: number, bytes: Buffer): Buffer =>
      key ? key.open({ kind: 'sites', part, block }, bytes) : bytes;
    return {
      directory: opened('directory', 0, row!.directory),
      sites: joinBlocks(rows.map(({ number, bytes }) => opened('sites', number, bytes))),
    };
  }

  private indexBlocks(list: ListReference, part: 'rs' | 'other', candidates: readonly IndexCandidate[]) {
    const wanted = new Map(candidates.filter((block) => block.part === part).map((block) => [block.number, block]));
    return this.parts(list, part, [...wanted.keys()], (bytes, number) => {
      const { firstKey, entries } = wanted.get(number)!;
      return new IndexBlock(bytes, firstKey, entries);
    });
  }

  private async parts<Decoded extends SiteBlock | IndexBlock>(
    { id, key }: ListReference,
    part: Part,
    numbers: readonly number[],
    decode: (bytes: Buffer, number: number) => Decoded,
  ): Promise<Map<number, Decoded>> {
    const found = new Map<number, Decoded>();
    const missing: number[] = [];
    for (const number of numbers) {
      const cached = this.cache.get(`${id} ${part} ${number}`);
      if (cached) found.set(number, cached as Decoded);
      else missing.push(number);
    }
    if (missing.length === 0) return found;
    for (const { number, bytes } of await this.readBlocks(id, part, missing)) {
      const block = decode(key ? key.open({ kind: 'sites', part, block: number }, bytes) : bytes, number);
      if (!key) this.cache.set(`${id} ${part} ${number}`, block);
      found.set(number, block);
    }
    return found;
  }

  private readBlocks(id: string, part: Part, numbers: readonly number[]): Promise<{ number: number; bytes: Buffer }[]> {
    return this.database.query(
      'SELECT number, bytes FROM site_list_blocks WHERE site_list_id = $1 AND part = $2 AND number = ANY($3::int[])',
      [id, part, numbers],
      { name: 'site-list-blocks' },
    );
  }

  private async addBlocks(id: string, part: StoredPart): Promise<void> {
    await this.database.execute(
      `INSERT INTO site_list_blocks (site_list_id, part, number, bytes)
       SELECT $1, $2, number, bytes FROM ${cutBlocks(3, 4)}`,
      [id, part.part, ...parametersOf(part)],
    );
  }

  private async assertStored(id: string, directory: Buffer, parts: readonly StoredPart[]): Promise<void> {
    const [row] = await this.database.query<{ directory: Buffer }>('SELECT directory FROM site_lists WHERE id = $1', [
      id,
    ]);
    const stored = await this.database.query<{ part: Part; digest: Buffer }>(
      `SELECT part, ${storedDigest('bytes')} AS digest FROM site_list_blocks WHERE site_list_id = $1 GROUP BY part`,
      [id],
    );
    const digests = new Map(stored.map(({ part, digest }) => [part, digest]));
    const isSame = parts.every(({ part, blocks }) =>
      blocks.ends.length === 0 ? !digests.has(part) : digests.get(part)?.equals(digestOfBlocks(splitBlocks(blocks))),
    );
    if (!row?.directory.equals(directory) || !isSame)
      throw new Error('The stored list of sites is not the one that was read.');
  }
}

/** A part as it is stored: each block sealed in its place where there is a key, and opened again, for it must be what it was. */
function storedPart(part: Part, blocks: Blocks, key: GenomeKey | null): StoredPart {
  if (!key) return { part, blocks };
  const sealed = splitBlocks(blocks).map((block, number) => {
    const place = { kind: 'sites', part, block: number } as const;
    const envelope = key.seal(place, block);
    if (!key.open(place, envelope).equals(block)) throw new Error('A sealed block of sites does not open.');
    return envelope;
  });
  return { part, blocks: joinBlocks(sealed) };
}

/** As `cutBlocks` takes them. */
function parametersOf({ blocks: { bytes, ends } }: StoredPart): [Buffer, number[]] {
  return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), Array.from(ends)];
}
