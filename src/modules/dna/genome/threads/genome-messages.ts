import type { KeyObject } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { UnreadableReason } from '../../formats/unreadable-genome.js';
import type { GenomeFacts } from '../genome.rules.js';

/** How the thread opens the file and knows it again. */
export interface SealedSource {
  key: KeyObject;
  associatedData: Uint8Array;
  /** SHA-256 of the opened file. */
  sha256: Uint8Array;
  /** Bytes of the opened file, by which room is made for its rows. */
  bytes: number;
  /** Where the file lies on this machine, sealed; `null` when its bytes come through the port. */
  path: string | null;
}

/** What the thread is asked to do. */
export interface ReadTask {
  port: MessagePort;
  source: SealedSource;
  sample: string | null;
  maxBytes: number;
  /** Markers whose calls are wanted beside the blocks. */
  wanted: readonly string[];
}

/** To the thread: the next piece of the file, its end, or the answer whether a list of sites is stored already. */
export type ToThread = { bytes: Uint8Array } | { isEnd: true } | { isKnown: boolean };

/**
 * From the thread: how far it is and how many pieces of the file it took, a question whether a list of sites is known, and at last
 * what it found. A list of sites that is new follows, and its index behind it: each can be stored while the next is packed.
 */
export type FromThread =
  | { rows: number; taken: number }
  | { digest: Uint8Array }
  | { outcome: ReadOutcome }
  | { sites: PackedSites }
  | { index: PackedIndex };

/** Byte strings one after another in one buffer, and where each ends. */
export interface Blocks {
  bytes: Uint8Array;
  ends: Uint32Array;
}

/** A call at a marker that was asked for. */
export interface WantedCall {
  chromosome: string;
  position: number;
  genotype: string;
}

/** A genome ready to be stored. */
export interface PackedGenome {
  facts: GenomeFacts;
  digest: Uint8Array;
  callsDigest: Uint8Array;
  /** Chromosome of each block, and how many calls are in it. */
  chromosomes: Uint8Array;
  counts: Uint32Array;
  calls: Blocks;
  wanted: Record<string, WantedCall>;
  /** The list of sites is stored already; else it follows. */
  isListKnown: boolean;
}

/** A list of sites ready to be stored. */
export interface PackedSites {
  siteCount: number;
  blocks: Blocks;
}

/** The index of a list of sites by name, and the directory of both. */
export interface PackedIndex {
  directory: Uint8Array;
  rs: Blocks;
  other: Blocks;
}

/** What the thread found: a genome, or why the file is none. */
export type ReadOutcome = { genome: PackedGenome } | { unreadable: { reason: UnreadableReason; detail: string } };

/** Puts byte strings into one buffer that can be moved between threads. */
export function joinBlocks(parts: readonly Uint8Array[]): Blocks {
  const ends = new Uint32Array(parts.length);
  let length = 0;
  for (const [i, part] of parts.entries()) ends[i] = length += part.length;
  const bytes = new Uint8Array(length);
  for (const [i, part] of parts.entries()) bytes.set(part, ends[i]! - part.length);
  return { bytes, ends };
}

/** The byte strings of `joinBlocks`, as views. */
export function splitBlocks({ bytes, ends }: Blocks): Buffer[] {
  return Array.from(ends, (end, i) => {
    const start = i === 0 ? 0 : ends[i - 1]!;
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  });
}
