import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { collectGarbage } from '../../../../platform/threads/collect-garbage.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { genotypeText } from '../../formats/genotypes.js';
import { type ReadGenome, readGenome } from '../../formats/read-genome.js';
import { numberedId } from '../../formats/rows/site-ids.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import { packCalls } from '../blocks/packed-calls.js';
import { GenomePort } from './genome-port.js';
import {
  joinBlocks,
  type PackedGenome,
  type PackedIndex,
  type PackedSites,
  type ReadTask,
  type SealedSource,
  type WantedCall,
} from './genome-messages.js';
import { genomeAsRead } from '../assemble-genome.js';
import { assembleGenome, type Genome } from '../genome.rules.js';
import { buildMarkerIndex } from '../blocks/marker-index.js';
import { openFile, SealedFileBroken } from '../blocks/sealed-file.js';
import { type BlockSpan, blockSpans, encodeSites } from '../blocks/site-blocks.js';
import { encodeDirectory } from '../blocks/site-directory.js';
import { digestCalls, digestSites, siteId, type SiteList } from '../site-list.js';

/** Some 2 MB of text, which leave twice as much in dead buffers. */
const COLLECT_EVERY_ROWS = 80_000;
/** The shortest rows that files have are of 17 bytes, most have 24; what is not needed of the room is never touched. */
const ROW_BYTES = 20;
const PIECE_BYTES = 256 * 1024;

/**
 * Reads a sealed file, packs the genome it holds and tells it through the port. Runs in a thread. What it leaves is collected once all is
 * told, so that nobody waits for that.
 */
export default async function packGenome({ port, source, sample, maxBytes, wanted }: ReadTask): Promise<void> {
  const channel = new GenomePort(port);
  let collectedAt = 0;
  try {
    const pieces = source.path === null ? channel.pieces() : piecesOf(source.path);
    const read = await readGenome(openSource(source, pieces), {
      limits: { maxBytes, maxRatio: 100 },
      expectedRows: source.bytes / ROW_BYTES,
      ...(sample === null ? {} : { sample }),
      onProgress: (rows) => {
        if (rows < collectedAt + COLLECT_EVERY_ROWS) return;
        collectedAt = rows;
        collectGarbage('minor');
        channel.tellProgress(rows);
      },
    });
    const { genome, digest, isListKnown } = await recognise(read, channel);
    const spans = blockSpans(genome.sites);
    channel.tellOutcome({ genome: pack(genome, spans, digest, isListKnown, wanted) });
    if (!isListKnown) {
      channel.tellSites(packSites(genome.sites, spans));
      channel.tellIndex(packIndex(genome.sites, spans));
    }
  } catch (error) {
    if (!(error instanceof UnreadableGenome)) throw error;
    channel.tellOutcome({ unreadable: { reason: error.reason, detail: error.detail } });
  } finally {
    channel.close();
    collectGarbage('major');
  }
}

/** The pieces of a file. Read without leaving the thread: what is read was written a moment ago, and nothing else happens here. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Opens the file, and at its end compares it with the one that was uploaded. */
async function* openSource(
  { key, associatedData, sha256 }: SealedSource,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of openFile(key, associatedData, pieces)) {
    hash.update(piece);
    yield piece;
  }
  if (!hash.digest().equals(sha256)) throw new SealedFileBroken();
}

/**
 * Assembles the genome and finds out whether its list of sites is stored already. Most files have a list that is, in its very order:
 * then no marker comes twice, for none does in a stored list, and there is nothing to sort. Lists of VCFs are nobody else's.
 */
async function recognise(
  read: ReadGenome,
  channel: GenomePort,
): Promise<{ genome: Genome; digest: Buffer; isListKnown: boolean }> {
  const isShared = read.layout.provider !== 'VCF';
  const asRead = isShared ? genomeAsRead(read.rows) : undefined;
  const digestAsRead = asRead && digestSites(asRead.sites);
  if (digestAsRead && (await channel.asksWhetherKnown(digestAsRead))) {
    return { genome: assembleGenome(read, asRead), digest: digestAsRead, isListKnown: true };
  }
  const genome = assembleGenome(read);
  if (digestAsRead && genome.facts.repeatedRows === 0) return { genome, digest: digestAsRead, isListKnown: false };
  const digest = digestSites(genome.sites);
  return { genome, digest, isListKnown: isShared && (await channel.asksWhetherKnown(digest)) };
}

function pack(
  { sites, calls, facts }: Genome,
  spans: readonly BlockSpan[],
  digest: Buffer,
  isListKnown: boolean,
  wanted: readonly string[],
): PackedGenome {
  return {
    facts,
    digest: Uint8Array.from(digest),
    callsDigest: Uint8Array.from(digestCalls(digest, calls)),
    chromosomes: Uint8Array.from(spans, ({ chromosome }) => chromosome),
    counts: Uint32Array.from(spans, ({ count }) => count),
    calls: joinBlocks(spans.map(({ start, count }) => packCalls(calls.subarray(start, start + count)))),
    wanted: pick(sites, calls, wanted),
    isListKnown,
  };
}

function packSites(sites: SiteList, spans: readonly BlockSpan[]): PackedSites {
  return { siteCount: sites.length, blocks: joinBlocks(spans.map((span) => encodeSites(sites, span))) };
}

function packIndex(sites: SiteList, spans: readonly BlockSpan[]): PackedIndex {
  const index = buildMarkerIndex(sites, spans);
  return {
    directory: encodeDirectory(spans, index),
    rs: joinBlocks(index.rs.blocks),
    other: joinBlocks(index.other.blocks),
  };
}

/** The calls at the markers that are wanted, found in one pass over the numbers. */
function pick(sites: SiteList, calls: Uint8Array, wanted: readonly string[]): Record<string, WantedCall> {
  const numbers = new Set(wanted.map((id) => numberedId(id)?.number));
  const mayBeWanted = new Uint8Array(65_536);
  for (const number of numbers) if (number !== undefined) mayBeWanted[number & 0xffff] = 1;
  const found: Record<string, WantedCall> = {};
  const { length, idNumbers } = sites;
  for (let i = 0; i < length; i++) {
    const number = idNumbers[i]!;
    if (mayBeWanted[number & 0xffff] === 0 || !numbers.has(number)) continue;
    const id = siteId(sites, i);
    if (!wanted.includes(id)) continue;
    const chromosome = chromosomeName(sites.chromosomes[i]!);
    found[id] = { chromosome, position: sites.positions[i]!, genotype: genotypeText(calls[i]!) };
  }
  return found;
}
