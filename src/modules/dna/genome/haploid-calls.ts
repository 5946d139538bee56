import { isPseudoautosomal, MT, X, Y } from '../formats/chromosomes.js';
import { HALVED, isHaploid, isHeterozygous, NO_CALL } from '../formats/genotypes.js';
import type { SiteList } from './site-list.js';

/** Fewer calls than this of a chromosome that nobody has twice (Y, MT) say nothing against that. */
const FEW_CALLS = 20;
const MAX_HETEROZYGOUS_SHARE = 0.1;
/** On X two copies are as usual as one, so one copy is only believed of many calls, nearly none of them heterozygous. */
const MIN_X_CALLS = 50;
const MAX_X_HETEROZYGOUS_SHARE = 0.01;
const MIN_Y_CALLED_SHARE = 0.5;

interface Tally {
  sites: number;
  called: number;
  heterozygous: number;
  haploid: number;
}

/** Which chromosomes of a genome are there once. */
export interface SingleCopies {
  x: boolean;
  y: boolean;
  mt: boolean;
}

/**
 * Judges from two-letter calls which chromosomes are there once: Y and MT are in nature, X where it has nearly no
 * heterozygous call outside its pseudoautosomal regions and Y is not empty. A chromosome with one-letter calls is left as it
 * is: whoever wrote those tells the two apart by himself.
 */
export function judgeSingleCopies(sites: SiteList, calls: Uint8Array, assembly: string | null): SingleCopies {
  const x = tally(sites, calls, X, assembly);
  const y = tally(sites, calls, Y, assembly);
  const mt = tally(sites, calls, MT, assembly);
  return {
    x:
      x.haploid === 0 &&
      x.called >= MIN_X_CALLS &&
      x.heterozygous <= x.called * MAX_X_HETEROZYGOUS_SHARE &&
      (y.sites === 0 || y.called >= y.sites * MIN_Y_CALLED_SHARE),
    y: y.haploid === 0 && isSingle(y),
    mt: mt.haploid === 0 && isSingle(mt),
  };
}

function isSingle({ called, heterozygous }: Tally): boolean {
  return called < FEW_CALLS || heterozygous <= called * MAX_HETEROZYGOUS_SHARE;
}

function tally(sites: SiteList, calls: Uint8Array, chromosome: number, assembly: string | null): Tally {
  const result = { sites: 0, called: 0, heterozygous: 0, haploid: 0 };
  const end = sites.chromosomes.lastIndexOf(chromosome) + 1;
  for (let i = end === 0 ? 0 : sites.chromosomes.indexOf(chromosome); i < end; i++) {
    if (chromosome === X && isPseudoautosomal(sites.positions[i]!, assembly)) continue;
    const call = calls[i]!;
    result.sites++;
    if (call === NO_CALL) continue;
    result.called++;
    if (isHaploid(call)) result.haploid++;
    else if (isHeterozygous(call)) result.heterozygous++;
  }
  return result;
}

/**
 * Makes one-letter calls of chromosomes that are there once, in place: AncestryDNA, MyHeritage and FamilyTreeDNA write them
 * twice, 23andMe once, and the same person must come out the same.
 */
export function writeSingleCopiesOnce(
  sites: SiteList,
  calls: Uint8Array,
  assembly: string | null,
  single: SingleCopies,
): void {
  const chosen = [single.x ? X : 0, single.y ? Y : 0, single.mt ? MT : 0].filter((code) => code > 0);
  for (const chromosome of chosen) {
    const end = sites.chromosomes.lastIndexOf(chromosome) + 1;
    for (let i = end === 0 ? 0 : sites.chromosomes.indexOf(chromosome); i < end; i++) {
      if (chromosome === X && isPseudoautosomal(sites.positions[i]!, assembly)) continue;
      calls[i] = HALVED[calls[i]!]!;
    }
  }
}
