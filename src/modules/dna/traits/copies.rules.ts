import type { Assembly } from '../formats/layout.js';
import type { WantedCall } from '../genome/threads/genome-messages.js';
import type { TraitSite } from './trait-table.js';

/** Calls at the markers of the table, by name. */
export type TraitCalls = Readonly<Record<string, WantedCall>>;

/** How many copies of the effect allele a call has, or why that cannot be said. */
export type CopyCount = { copies: 0 | 1 | 2; isHaploid: boolean } | { unknown: string };

const COMPLEMENT: Record<string, string> = { A: 'T', T: 'A', C: 'G', G: 'C', I: 'I', D: 'D' };

/** Whether the two alleles of a site are each other's complement: which strand a call was read on then does not show. */
export function isStrandAmbiguous({ other, effect }: Pick<TraitSite, 'other' | 'effect'>): boolean {
  return other !== effect && COMPLEMENT[other] === effect;
}

/** The call of a site under its rs number or, in 23andMe's files, an internal id. */
export function callOf(site: TraitSite, calls: TraitCalls): WantedCall | undefined {
  for (const id of [site.rsid, ...(site.aliases ?? [])]) if (calls[id]) return calls[id];
  return undefined;
}

/**
 * Counts the copies of the effect allele. Nothing is guessed: no call, an unknown allele, a place other than the table's, and
 * two equal alleles of a strand-ambiguous site (A/T, C/G) are no result. Two different alleles of such a site read
 * the same on both strands.
 */
export function countCopies(site: TraitSite, call: WantedCall, assembly: Assembly | null): CopyCount {
  const { genotype } = call;
  if (genotype === '--') return { unknown: 'No call: the array could not read this site.' };
  const misplaced = placeFault(site, call, assembly);
  if (misplaced) return { unknown: misplaced };
  const alleles = Array.from(genotype);
  const isUnknown = alleles.some((allele) => allele !== site.other && allele !== site.effect);
  if (isUnknown) {
    const isOtherStrand = alleles.every((allele) => [site.other, site.effect].includes(COMPLEMENT[allele] ?? ''));
    return {
      unknown: isOtherStrand
        ? 'The alleles are those of the minus strand; the file says plus. Not interpreted.'
        : 'The alleles are not those known at this site. Not interpreted.',
    };
  }
  const count = alleles.filter((allele) => allele === site.effect).length;
  if (isStrandAmbiguous(site) && (count === 0 || count === alleles.length)) {
    return {
      unknown:
        'Strand-ambiguous site (A/T or C/G): the strand cannot be told from two equal alleles, so this is not interpreted.',
    };
  }
  const isHaploid = alleles.length === 1;
  return { copies: (isHaploid ? count * 2 : count) as 0 | 1 | 2, isHaploid };
}

/** Insertions and deletions are anchored differently by everyone, so their places are not compared; nor are those of build 36. */
function placeFault(site: TraitSite, call: WantedCall, assembly: Assembly | null): string | undefined {
  if (call.chromosome !== site.chromosome) return 'The file has this marker on another chromosome. Not interpreted.';
  if (assembly === null || assembly === 'NCBI36' || site.effect === 'I' || site.effect === 'D') return undefined;
  return call.position === site[assembly] ? undefined : 'The file has this marker at another place. Not interpreted.';
}
