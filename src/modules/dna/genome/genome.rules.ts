import type { ReadGenome } from '../formats/read-genome.js';
import type { RowCounts } from '../formats/rows/genome-rows.js';
import { NO_CALL } from '../formats/genotypes.js';
import type { Provider } from '../formats/layout.js';
import { type AssemblyFinding, findAssembly } from './assembly.js';
import { type OrderedGenome, orderGenome } from './assemble-genome.js';
import { guessChip } from './chips.js';
import { judgeSingleCopies, type SingleCopies, writeSingleCopiesOnce } from './haploid-calls.js';
import type { SiteList } from './site-list.js';

/** A genome as it is kept, and everything about it that is no call. */
export interface Genome {
  sites: SiteList;
  calls: Uint8Array;
  facts: GenomeFacts;
}

/** What is known of a genome besides its calls. */
export interface GenomeFacts {
  provider: Provider;
  chip: string | null;
  assembly: AssemblyFinding;
  variantCount: number;
  noCallCount: number;
  /** Rows whose marker had come before, and those of them that said something else than the first. */
  repeatedRows: number;
  discrepantRows: number;
  unread: RowCounts;
  /** Chromosomes whose two-letter calls were read as one copy. */
  halved: SingleCopies;
}

const NONE_HALVED: SingleCopies = { x: false, y: false, mt: false };

/** Makes a genome of the rows of a file: ordered, each marker once, single copies once, assembly and chip found. */
export function assembleGenome(
  { layout, rows }: ReadGenome,
  { sites, calls, repeatedRows, discrepantRows }: OrderedGenome = orderGenome(rows),
): Genome {
  const unread = { ...rows.counts };
  const assembly = findAssembly(sites, layout.declaredAssembly);
  const halved = layout.doublesHaploid ? judgeSingleCopies(sites, calls, assembly.assembly) : NONE_HALVED;
  writeSingleCopiesOnce(sites, calls, assembly.assembly, halved);
  let noCallCount = 0;
  for (let i = 0; i < calls.length; i++) if (calls[i] === NO_CALL) noCallCount++;
  return {
    sites,
    calls,
    facts: {
      provider: layout.provider,
      chip: guessChip(layout.provider, layout.declaredChip, sites.length),
      assembly,
      variantCount: sites.length,
      noCallCount,
      repeatedRows,
      discrepantRows,
      unread,
      halved,
    },
  };
}
