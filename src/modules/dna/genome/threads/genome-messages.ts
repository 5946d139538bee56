import type { KeyObject } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { UnreadableReason } from '../../formats/unreadable-genome.js';
import type { Blocks } from '../blocks/byte-blocks.js';
import type { GenomeFacts } from '../genome.rules.js';

/** How the thread opens the file. */
export interface SealedSource {
  key: KeyObject;
  associatedData: Uint8Array;
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
 * what it found. Its calls follow; where the list of sites is new the sites before them, and the index behind: each is stored
 * while the next is packed.
 */
export type FromThread =
  | { rows: number; taken: number }
  | { digest: Uint8Array }
  | { outcome: ReadOutcome }
  | { sites: PackedSites }
  | { calls: PackedCalls }
  | { index: PackedIndex };

/** A call at a marker that was asked for. */
export interface WantedCall {
  chromosome: string;
  position: number;
  genotype: string;
}

/** A genome that was read, all but its calls. */
export interface FoundGenome {
  facts: GenomeFacts;
  digest: Uint8Array;
  /** Chromosome of each block, and how many calls are in it. */
  chromosomes: Uint8Array;
  counts: Uint32Array;
  wanted: Record<string, WantedCall>;
  /** The list of sites is stored already; else it follows. */
  isListKnown: boolean;
}

/** The calls of a genome ready to be sealed, and the digest that they have unpacked. */
export interface PackedCalls {
  blocks: Blocks;
  digest: Uint8Array;
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
export type ReadOutcome = { genome: FoundGenome } | { unreadable: { reason: UnreadableReason; detail: string } };
