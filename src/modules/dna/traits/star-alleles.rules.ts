import type { Assembly } from '../formats/layout.js';
import { callOf, countCopies, type TraitCalls } from './copies.rules.js';
import { type RiskLevel, TRAIT_SITES, type TraitSite } from './trait-table.js';

/** What a gene's star alleles say together. */
export interface StarResult {
  gene: string;
  rsids: readonly string[];
  /** `*1/*2`, or `--` where the sites do not determine it. */
  diplotype: string;
  phenotype: string;
  riskLevel: RiskLevel;
  drugs: readonly string[];
  alert?: string;
}

interface StarAllele {
  rsid: string;
  name: string;
  /** Activity of one copy where CPIC scores the gene (1 is usual). */
  activity: number;
  /** Rare, and on few arrays: counted where it was read, and not missed where it was not. */
  isOptional?: boolean;
}

interface Meaning {
  phenotype: string;
  riskLevel: RiskLevel;
  alert?: string;
}

interface StarGene {
  gene: string;
  drugs: readonly string[];
  alleles: readonly StarAllele[];
  meaning(names: readonly string[], activity: number): Meaning;
}

const CLOPIDOGREL_POOR =
  'CYP2C19 poor metabolizer: clopidogrel works hardly; CPIC advises prasugrel or ticagrelor in acute coronary syndrome or after stenting.';
const CLOPIDOGREL_INTERMEDIATE =
  'CYP2C19 intermediate metabolizer: clopidogrel works less; CPIC advises prasugrel or ticagrelor in acute coronary syndrome or after stenting.';

/** Phenotypes of the CPIC guideline for CYP2C19 and clopidogrel, 2022, table 1. */
function cyp2c19(names: readonly string[]): Meaning {
  const none = names.filter((name) => name === '*2' || name === '*3').length;
  const increased = names.filter((name) => name === '*17').length;
  if (none === 2) return { phenotype: 'poor metabolizer', riskLevel: 'high', alert: CLOPIDOGREL_POOR };
  if (none === 1)
    return { phenotype: 'intermediate metabolizer', riskLevel: 'elevated', alert: CLOPIDOGREL_INTERMEDIATE };
  if (increased === 2) return { phenotype: 'ultrarapid metabolizer', riskLevel: 'informative' };
  if (increased === 1) return { phenotype: 'rapid metabolizer', riskLevel: 'informative' };
  return { phenotype: 'normal metabolizer', riskLevel: 'typical' };
}

/** Phenotypes by activity score, CPIC guideline for CYP2C9 and NSAIDs, 2020, table 1. */
function cyp2c9(_names: readonly string[], activity: number): Meaning {
  const alert =
    'lower doses of warfarin, phenytoin and some NSAIDs are likely to be enough; CPIC advises genotype-guided dosing.';
  if (activity < 1)
    return { phenotype: 'poor metabolizer', riskLevel: 'high', alert: `CYP2C9 poor metabolizer: ${alert}` };
  if (activity < 2) {
    return {
      phenotype: 'intermediate metabolizer',
      riskLevel: 'elevated',
      alert: `CYP2C9 intermediate metabolizer: ${alert}`,
    };
  }
  return { phenotype: 'normal metabolizer', riskLevel: 'typical' };
}

const GENES: readonly StarGene[] = [
  {
    gene: 'CYP2C19',
    drugs: ['clopidogrel'],
    alleles: [
      { rsid: 'rs4244285', name: '*2', activity: 0 },
      { rsid: 'rs4986893', name: '*3', activity: 0 },
      { rsid: 'rs12248560', name: '*17', activity: 1 },
    ],
    meaning: cyp2c19,
  },
  {
    gene: 'CYP2C9',
    drugs: ['warfarin', 'phenytoin', 'celecoxib', 'flurbiprofen', 'ibuprofen', 'meloxicam'],
    alleles: [
      { rsid: 'rs1799853', name: '*2', activity: 0.5 },
      { rsid: 'rs1057910', name: '*3', activity: 0 },
      { rsid: 'rs28371685', name: '*11', activity: 0.5, isOptional: true },
    ],
    meaning: cyp2c9,
  },
];

const THIOPURINES = ['azathioprine', 'mercaptopurine', 'thioguanine'];
const SITES = new Map(TRAIT_SITES.map((site) => [site.rsid, site]));

/** The star alleles of the genes whose sites may determine them; a gene none of whose sites the genome has is left out. */
export function starAlleles(calls: TraitCalls, assembly: Assembly | null): StarResult[] {
  const results = GENES.map((gene) => starAllelesOf(gene, calls, assembly));
  return [...results, tpmt(calls, assembly), dpyd(calls, assembly), cyp2d6(calls)].filter(
    (result) => result !== undefined,
  );
}

function starAllelesOf(gene: StarGene, calls: TraitCalls, assembly: Assembly | null): StarResult | undefined {
  const counts = gene.alleles.map(({ rsid, isOptional }) => {
    return isOptional && !calls[rsid] ? 0 : copiesOf(rsid, calls, assembly);
  });
  if (gene.alleles.every(({ rsid }) => calls[rsid] === undefined)) return undefined;
  const rsids = gene.alleles.map(({ rsid }) => rsid);
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 3), 0);
  // Each variant stands on a chromosome of its own; more than two of them contradict that, and one not read leaves it open.
  if (total > 2) {
    const needed = gene.alleles.filter(({ rsid, isOptional }) => !isOptional || calls[rsid]).map(({ rsid }) => rsid);
    return undetermined(gene.gene, rsids, gene.drugs, `not all of ${needed.join(', ')} were read, or they contradict`);
  }
  const carried = gene.alleles.flatMap((allele, i) => Array.from({ length: counts[i] ?? 0 }, () => allele));
  const names = [...Array.from({ length: 2 - carried.length }, () => '*1'), ...carried.map(({ name }) => name)];
  const activity = carried.reduce((sum, allele) => sum + allele.activity, 2 - carried.length);
  const { phenotype, ...meaning } = gene.meaning(names, activity);
  const note = names.includes('*1') ? '; *1 means that none of the tested variants was found' : '';
  return {
    gene: gene.gene,
    rsids,
    diplotype: names.join('/'),
    phenotype: phenotype + note,
    drugs: gene.drugs,
    ...meaning,
  };
}

const TPMT_INTERMEDIATE =
  'TPMT intermediate metabolizer: CPIC advises a reduced starting dose of thiopurines (30 to 80 % of the usual).';
const TPMT_POOR = 'TPMT poor metabolizer: CPIC advises a drastic reduction of thiopurines or another drug.';
const TPMT_UNPHASED =
  'TPMT: at least intermediate metabolizer, the phase cannot be determined; measure the enzyme before thiopurines.';

/**
 * By the copies of *2, *3B and *3C: the diplotype, where they determine one. *3A is *3B and *3C on one chromosome; one copy of each may
 * also be *3B/*3C, so that pair is not determined. *2 (C/G) can be counted only where it was read with two different alleles.
 */
const TPMT_DIPLOTYPES: Record<string, string> = {
  '001': '*1/*3C',
  '010': '*1/*3B',
  '100': '*1/*2',
  '002': '*3C/*3C',
  '012': '*3A/*3C',
  '020': '*3B/*3B',
  '021': '*3A/*3B',
  '022': '*3A/*3A',
  '101': '*2/*3C',
  '110': '*2/*3B',
  '111': '*2/*3A',
};

function tpmt(calls: TraitCalls, assembly: Assembly | null): StarResult | undefined {
  const rsids = ['rs1800460', 'rs1142345'];
  if (rsids.every((rsid) => calls[rsid] === undefined)) return undefined;
  const [b, c] = rsids.map((rsid) => copiesOf(rsid, calls, assembly) ?? '?');
  const copies = `${copiesOf('rs1800462', calls, assembly) ?? 0}${b}${c}`;
  const base = { gene: 'TPMT', rsids, drugs: THIOPURINES };
  if (copies === '000') {
    const phenotype = 'none of *3A, *3B, *3C was found; *2 and rarer alleles are not determined';
    return { ...base, diplotype: '--', phenotype, riskLevel: 'typical' };
  }
  if (copies === '011') {
    const why = 'one copy each of *3B and *3C is *1/*3A (intermediate) or, rarely, *3B/*3C (poor)';
    return { ...undetermined('TPMT', rsids, THIOPURINES, why), alert: TPMT_UNPHASED, riskLevel: 'elevated' };
  }
  const diplotype = TPMT_DIPLOTYPES[copies];
  if (!diplotype) return undetermined('TPMT', rsids, THIOPURINES, 'not both sites were read, or they contradict');
  return diplotype.startsWith('*1/')
    ? { ...base, diplotype, phenotype: 'intermediate metabolizer', riskLevel: 'elevated', alert: TPMT_INTERMEDIATE }
    : { ...base, diplotype, phenotype: 'poor metabolizer', riskLevel: 'high', alert: TPMT_POOR };
}

const DPYD_ALLELES: readonly StarAllele[] = [
  { rsid: 'rs3918290', name: '*2A', activity: 0 },
  { rsid: 'rs55886062', name: '*13', activity: 0 },
  { rsid: 'rs67376798', name: 'c.2846A>T', activity: 0.5 },
  { rsid: 'rs56038477', name: 'HapB3', activity: 0.5 },
];

/**
 * Two different variants of DPYD leave less than either alone says: an activity score below 1 is a poor metabolizer (CPIC guideline for
 * fluoropyrimidines, 2017, table 1). They are taken to lie on two chromosomes: the array does not tell, and the drug can kill those
 * for whom it is so. A single variant is told of by its site.
 */
function dpyd(calls: TraitCalls, assembly: Assembly | null): StarResult | undefined {
  const carried = DPYD_ALLELES.filter(({ rsid }) => (copiesOf(rsid, calls, assembly) ?? 0) > 0);
  const [one, other] = carried;
  if (carried.length !== 2 || !one || !other || one.activity + other.activity >= 1) return undefined;
  return {
    gene: 'DPYD',
    rsids: [one.rsid, other.rsid],
    diplotype: `${one.name}/${other.name}`,
    phenotype: 'poor metabolizer, if the two variants lie on two chromosomes, which an array does not tell',
    riskLevel: 'high',
    drugs: ['fluorouracil', 'capecitabine'],
    alert: 'DPYD poor metabolizer is likely (two different variants): CPIC advises to avoid fluoropyrimidines.',
  };
}

/** Deletions, duplications and hybrids with CYP2D7 are most of what matters in CYP2D6, and no array file shows them. */
function cyp2d6(calls: TraitCalls): StarResult | undefined {
  const rsids = TRAIT_SITES.filter(({ gene }) => gene === 'CYP2D6').map(({ rsid }) => rsid);
  if (rsids.every((rsid) => calls[rsid] === undefined)) return undefined;
  return undetermined('CYP2D6', rsids, [], 'an array does not show deletions, duplications and hybrid genes');
}

function undetermined(gene: string, rsids: readonly string[], drugs: readonly string[], why: string): StarResult {
  return { gene, rsids, diplotype: '--', phenotype: `cannot be determined: ${why}`, riskLevel: 'undetermined', drugs };
}

function copiesOf(rsid: string, calls: TraitCalls, assembly: Assembly | null): number | undefined {
  const site = SITES.get(rsid) as TraitSite;
  const call = callOf(site, calls);
  if (!call) return undefined;
  const count = countCopies(site, call, assembly);
  return 'copies' in count ? count.copies : undefined;
}
