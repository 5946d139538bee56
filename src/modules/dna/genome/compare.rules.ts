import { chromosomeName } from '../formats/chromosomes.js';
import { DOUBLED, genotypeText, NO_CALL, UNORDERED } from '../formats/genotypes.js';
import { siteId, type SiteList } from './site-list.js';

/** A marker whose calls differ between two genomes. */
export interface Discrepancy {
  rsid: string;
  chromosome: string;
  position: number;
  genotype: string;
  otherGenotype: string;
}

/** How far two genomes agree at the markers they share. */
export interface Comparison {
  sharedMarkers: number;
  /** Of the shared markers those where both have a call. */
  comparedCalls: number;
  concordantCalls: number;
  discordantCalls: number;
  /** `concordantCalls / comparedCalls`; `null` when nothing could be compared. */
  concordance: number | null;
  /** The first of the discordant ones, in the order of the genome. */
  discrepancies: Discrepancy[];
}

/** A genome in memory. */
export interface ComparedGenome {
  sites: SiteList;
  calls: Uint8Array;
}

/**
 * Compares by the markers' names, so that genomes of two chips and two assemblies can be held against each other. `AG` and
 * `GA` agree; so do `A` and `AA`, since some providers write a single copy twice.
 */
export function compareGenomes(one: ComparedGenome, other: ComparedGenome, discrepanciesMax: number): Comparison {
  const callOf = new Map<string, number>();
  for (let i = 0; i < other.sites.length; i++) callOf.set(siteId(other.sites, i), other.calls[i]!);
  let shared = 0;
  let concordant = 0;
  let discordant = 0;
  const discrepancies: Discrepancy[] = [];
  for (let i = 0; i < one.sites.length; i++) {
    const rsid = siteId(one.sites, i);
    const otherCall = callOf.get(rsid);
    if (otherCall === undefined) continue;
    shared++;
    const call = one.calls[i]!;
    if (call === NO_CALL || otherCall === NO_CALL) continue;
    if (areAlike(call, otherCall)) {
      concordant++;
      continue;
    }
    discordant++;
    if (discrepancies.length < discrepanciesMax) {
      discrepancies.push({
        rsid,
        chromosome: chromosomeName(one.sites.chromosomes[i]!),
        position: one.sites.positions[i]!,
        genotype: genotypeText(call),
        otherGenotype: genotypeText(otherCall),
      });
    }
  }
  const compared = concordant + discordant;
  return {
    sharedMarkers: shared,
    comparedCalls: compared,
    concordantCalls: concordant,
    discordantCalls: discordant,
    concordance: compared === 0 ? null : concordant / compared,
    discrepancies,
  };
}

function areAlike(call: number, other: number): boolean {
  return UNORDERED[DOUBLED[call]!] === UNORDERED[DOUBLED[other]!];
}
