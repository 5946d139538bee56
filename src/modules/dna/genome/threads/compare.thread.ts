import { type Blocks, splitBlocks } from '../blocks/byte-blocks.js';
import { type ComparedGenome, compareGenomes, type Comparison } from '../compare.rules.js';
import { SiteBlock } from '../blocks/site-blocks.js';
import { SiteColumns } from '../blocks/site-columns.js';
import { SiteDirectory } from '../blocks/site-directory.js';

/** A genome as it lies in the database, its calls opened. */
export interface StoredGenome {
  directory: Uint8Array;
  sites: Blocks;
  calls: Uint8Array;
}

/** What the thread is asked to compare. */
export interface CompareTask {
  one: StoredGenome;
  other: StoredGenome;
  discrepanciesMax: number;
}

/** Compares two genomes. Runs in a thread: two million names take half a second. */
export default function compare({ one, other, discrepanciesMax }: CompareTask): Comparison {
  return compareGenomes(unpacked(one), unpacked(other), discrepanciesMax);
}

function unpacked({ directory, sites, calls }: StoredGenome): ComparedGenome {
  const { spans, siteCount } = new SiteDirectory(directory);
  const columns = new SiteColumns(siteCount);
  for (const [number, block] of splitBlocks(sites).entries()) columns.append(new SiteBlock(block, spans[number]!));
  return { sites: columns.sites(), calls };
}
