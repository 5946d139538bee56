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
    ],
    meaning: cyp2c9,
  },
];

const THIOPURINES = ['azathioprine', 'mercaptopurine', 'thioguanine'];
const SITES = new Map(TRAIT_SITES.map((site) => [site.rsid, site]));

/** The star alleles of the genes whose sites may determine them; a gene none of whose sites the genome has is left out. */
export function starAlleles(calls: TraitCalls, assembly: Assembly | null): StarResult[] {
  const results = GENES.map((gene) => starAllelesOf(gene, calls, assembly));
  return [...results, tpmt(calls, assembly), cyp2d6(calls)].filter((result) => result !== undefined);
}

function starAllelesOf(gene: StarGene, calls: TraitCalls, assembly: Assembly | null): StarResult | undefined {
  const counts = gene.alleles.map(({ rsid }) => copiesOf(rsid, calls, assembly));
  if (gene.alleles.every(({ rsid }) => calls[rsid] === undefined)) return undefined;
  const rsids = gene.alleles.map(({ rsid }) => rsid);
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 3), 0);
  // Each variant stands on a chromosome of its own; more than two of them contradict that, and one not read leaves it open.
  if (total > 2)
    return undetermined(gene.gene, rsids, gene.drugs, `not all of ${rsids.join(', ')} were read, or they contradict`);
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

/** *3A is *3B and *3C on one chromosome; one copy of each may also be *3B/*3C, so that is not determined. */
function tpmt(calls: TraitCalls, assembly: Assembly | null): StarResult | undefined {
  const rsids = ['rs1800460', 'rs1142345'];
  if (rsids.every((rsid) => calls[rsid] === undefined)) return undefined;
  const [b, c] = rsids.map((rsid) => copiesOf(rsid, calls, assembly));
  const reduced =
    'TPMT intermediate metabolizer: CPIC advises a reduced starting dose of thiopurines (30 to 80 % of the usual).';
  const base = { gene: 'TPMT', rsids, drugs: THIOPURINES };
  switch (`${b ?? '?'}${c ?? '?'}`) {
    case '00':
      return {
        ...base,
        diplotype: '--',
        phenotype: 'none of *3A, *3B, *3C was found; *2 and rarer alleles are not determined',
        riskLevel: 'typical',
      };
    case '01':
      return {
        ...base,
        diplotype: '*1/*3C',
        phenotype: 'intermediate metabolizer',
        riskLevel: 'elevated',
        alert: reduced,
      };
    case '10':
      return {
        ...base,
        diplotype: '*1/*3B',
        phenotype: 'intermediate metabolizer',
        riskLevel: 'elevated',
        alert: reduced,
      };
    case '22':
      return {
        ...base,
        diplotype: '*3A/*3A',
        phenotype: 'poor metabolizer',
        riskLevel: 'high',
        alert: 'TPMT poor metabolizer: CPIC advises a drastic reduction of thiopurines or another drug.',
      };
    case '11':
      return {
        ...undetermined(
          'TPMT',
          rsids,
          THIOPURINES,
          'one copy each of *3B and *3C is *1/*3A (intermediate) or, rarely, *3B/*3C (poor)',
        ),
        alert:
          'TPMT: at least intermediate metabolizer, the phase cannot be determined; measure the enzyme before thiopurines.',
        riskLevel: 'elevated',
      };
    default:
      return undetermined('TPMT', rsids, THIOPURINES, 'not both sites were read, or they contradict');
  }
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
