import { closeSync, openSync, readSync } from 'node:fs';
import { collectGarbage } from '../../../../platform/threads/collect-garbage.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { genotypeText } from '../../formats/genotypes.js';
import { type ReadGenome, readGenome } from '../../formats/read-genome.js';
import { numberedId } from '../../formats/rows/site-ids.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import { packCalls } from '../blocks/packed-calls.js';
import { GenomePort } from './genome-port.js';
import type { FoundGenome, PackedCalls, PackedIndex, PackedSites, ReadTask, WantedCall } from './genome-messages.js';
import { genomeAsRead } from '../assemble-genome.js';
import { assembleGenome, type Genome } from '../genome.rules.js';
import { ColumnWriter } from '../blocks/bit-columns.js';
import { encodeIndex, mayRepeat, sortMarkers, type SortedMarkers } from '../blocks/marker-index.js';
import { openFile } from '../blocks/sealed-file.js';
import { type BlockSpan, blockSpans, encodeSites } from '../blocks/site-blocks.js';
import { encodeDirectory } from '../blocks/site-directory.js';
import { digestCalls, digestSites, siteId, type SiteList } from '../site-list.js';

/** Some 2 MB of text, which leave twice as much in dead buffers. */
const COLLECT_EVERY_ROWS = 80_000;
/** The shortest rows that files have are of 17 bytes, most have 24; what is not needed of the room is never touched. */
const ROW_BYTES = 20;
const PIECE_BYTES = 256 * 1024;
/** A packed site of a chip takes 5 to 6; what is not needed of the room is never touched. */
const SITE_BYTES = 8;

/**
 * Reads a sealed file, packs the genome it holds and tells it through the port. Runs in a thread. What it leaves is collected once all is
 * told, so that nobody waits for that.
 */
export default async function packGenome({ port, source, sample, maxBytes, wanted }: ReadTask): Promise<void> {
  const channel = new GenomePort(port);
  let collectedAt = 0;
  try {
    const pieces = source.path === null ? channel.pieces() : piecesOf(source.path);
    const opened = openFile(source.key, source.associatedData, pieces);
    const read = await readGenome(opened, {
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
    // The tag of the seal, under a key of this genome alone, says at the file's end whether it is the one that was uploaded; the text of
    // an archive ends before.
    for await (const piece of opened) void piece;
    const { genome, digest, spans, newMarkers } = await recognise(read, channel);
    channel.tellOutcome({ genome: found(genome, spans, digest, newMarkers === null, wanted) });
    if (newMarkers) channel.tellSites(packSites(genome.sites, spans));
    channel.tellCalls(packAllCalls(genome, spans, digest));
    if (newMarkers) channel.tellIndex(packIndex(spans, newMarkers));
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

/** A genome and its list of sites. */
interface Recognised {
  genome: Genome;
  digest: Buffer;
  spans: BlockSpan[];
  /** The markers of a list that is not stored yet. */
  newMarkers: SortedMarkers | null;
}

/**
 * Assembles the genome and finds out whether its list of sites is stored already. Most files have a list that is, in its very order:
 * then no marker comes twice, for none does in a stored list, and there is nothing to sort. In a new list those that come twice stand
 * side by side once it is sorted for its index. Lists of VCFs are nobody else's.
 */
async function recognise(read: ReadGenome, channel: GenomePort): Promise<Recognised> {
  const isShared = read.layout.provider !== 'VCF';
  const asRead = genomeAsRead(read.rows);
  if (asRead) {
    const digest = digestSites(asRead.sites);
    const spans = blockSpans(asRead.sites);
    const isKnown = isShared && (await channel.asksWhetherKnown(digest));
    const newMarkers = isKnown ? null : sortMarkers(asRead.sites, spans);
    if (!newMarkers || !mayRepeat(newMarkers)) {
      return { genome: assembleGenome(read, asRead), digest, spans, newMarkers };
    }
  }
  const genome = assembleGenome(read);
  const digest = digestSites(genome.sites);
  const spans = blockSpans(genome.sites);
  const isKnown = isShared && (await channel.asksWhetherKnown(digest));
  return { genome, digest, spans, newMarkers: isKnown ? null : sortMarkers(genome.sites, spans) };
}

function found(
  { sites, calls, facts }: Genome,
  spans: readonly BlockSpan[],
  digest: Buffer,
  isListKnown: boolean,
  wanted: readonly string[],
): FoundGenome {
  return {
    facts,
    digest: Uint8Array.from(digest),
    chromosomes: Uint8Array.from(spans, ({ chromosome }) => chromosome),
    counts: Uint32Array.from(spans, ({ count }) => count),
    wanted: pick(sites, calls, wanted),
    isListKnown,
  };
}

function packSites(sites: SiteList, spans: readonly BlockSpan[]): PackedSites {
  const writer = new ColumnWriter(sites.length * SITE_BYTES);
  for (const span of spans) encodeSites(writer, sites, span);
  return { siteCount: sites.length, blocks: writer.blocks() };
}

function packAllCalls({ calls }: Genome, spans: readonly BlockSpan[], digest: Buffer): PackedCalls {
  const writer = new ColumnWriter(calls.length);
  for (const { start, count } of spans) packCalls(writer, calls.subarray(start, start + count));
  return { blocks: writer.blocks(), digest: Uint8Array.from(digestCalls(digest, calls)) };
}

function packIndex(spans: readonly BlockSpan[], markers: SortedMarkers): PackedIndex {
  const index = encodeIndex(markers);
  return { directory: encodeDirectory(spans, index), rs: index.rs.blocks, other: index.other.blocks };
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
