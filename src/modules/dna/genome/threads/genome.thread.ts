import { createHash } from 'node:crypto';
import { collectGarbage } from '../../../../platform/threads/collect-garbage.js';
import { chromosomeName } from '../../formats/chromosomes.js';
import { genotypeText } from '../../formats/genotypes.js';
import { readGenome } from '../../formats/read-genome.js';
import { numberedId } from '../../formats/rows/site-ids.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import { packCalls } from '../blocks/packed-calls.js';
import { GenomePort } from './genome-port.js';
import {
  joinBlocks,
  type PackedGenome,
  type PackedSiteList,
  type ReadOutcome,
  type ReadTask,
  type SealedSource,
  type WantedCall,
} from './genome-messages.js';
import { assembleGenome, type Genome } from '../genome.rules.js';
import { buildMarkerIndex } from '../blocks/marker-index.js';
import { openFile, SealedFileBroken } from '../blocks/sealed-file.js';
import { type BlockSpan, blockSpans, encodeSites } from '../blocks/site-blocks.js';
import { encodeDirectory } from '../blocks/site-directory.js';
import { digestCalls, digestSites, siteId, type SiteList } from '../site-list.js';

/** Some 6 MB of text, which leave twice as much in dead buffers. */
const COLLECT_EVERY_ROWS = 250_000;

/** Reads a file that comes in pieces through a port and packs the genome it holds. Runs in a thread. */
export default async function packGenome({ port, source, sample, maxBytes, wanted }: ReadTask): Promise<ReadOutcome> {
  const channel = new GenomePort(port);
  let collectedAt = 0;
  try {
    const limits = { maxBytes, maxRatio: 100 };
    const read = await readGenome(openSource(source, channel.pieces()), {
      limits,
      ...(sample === null ? {} : { sample }),
      onProgress: (rows) => {
        channel.rows = rows;
        if (rows < collectedAt + COLLECT_EVERY_ROWS) return;
        collectedAt = rows;
        collectGarbage();
      },
    });
    // The pieces of the file are dead by now.
    collectGarbage();
    return { genome: await pack(assembleGenome(read), channel, wanted) };
  } catch (error) {
    if (error instanceof UnreadableGenome) return { unreadable: { reason: error.reason, detail: error.detail } };
    throw error;
  } finally {
    channel.close();
    collectGarbage();
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

async function pack(
  { sites, calls, facts }: Genome,
  channel: GenomePort,
  wanted: readonly string[],
): Promise<PackedGenome> {
  const digest = digestSites(sites);
  const isKnown = facts.provider !== 'VCF' && (await channel.asksWhetherKnown(digest));
  const spans = blockSpans(sites);
  return {
    facts,
    digest: Uint8Array.from(digest),
    callsDigest: Uint8Array.from(digestCalls(digest, calls)),
    chromosomes: Uint8Array.from(spans, ({ chromosome }) => chromosome),
    calls: joinBlocks(spans.map(({ start, count }) => packCalls(calls.subarray(start, start + count)))),
    wanted: pick(sites, calls, wanted),
    list: isKnown ? null : packSites(sites, spans),
  };
}

function packSites(sites: SiteList, spans: readonly BlockSpan[]): PackedSiteList {
  const index = buildMarkerIndex(sites, spans);
  return {
    siteCount: sites.length,
    directory: encodeDirectory(spans, index),
    sites: joinBlocks(spans.map((span) => encodeSites(sites, span))),
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
  for (let i = 0; i < sites.length; i++) {
    const number = sites.idNumbers[i]!;
    if (mayBeWanted[number & 0xffff] === 0 || !numbers.has(number)) continue;
    const id = siteId(sites, i);
    if (!wanted.includes(id)) continue;
    const chromosome = chromosomeName(sites.chromosomes[i]!);
    found[id] = { chromosome, position: sites.positions[i]!, genotype: genotypeText(calls[i]!) };
  }
  return found;
}
