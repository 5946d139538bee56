import { readFileSync } from 'node:fs';

/** How much a result matters. `undetermined` is a result that is not interpreted, and says why. */
export const RISK_LEVELS = [
  'typical',
  'informative',
  'protective',
  'carrier',
  'elevated',
  'high',
  'undetermined',
] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export const TRAIT_CATEGORIES = [
  'pharmacogenomics',
  'thrombosis',
  'cardiovascular',
  'metabolic',
  'nutrition',
  'carrier',
  'cancer',
  'neurological',
  'immune',
  'eye',
  'physical',
] as const;
export type TraitCategory = (typeof TRAIT_CATEGORIES)[number];

/** What the patient has to agree to before a result is shown. */
export const CONSENT_SCOPES = ['traits', 'apoe', 'brca', 'alerts'] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

/** What a number of copies of the effect allele means. */
export interface CopiesMeaning {
  riskLevel: RiskLevel;
  interpretation: string;
  /** Advice for who prescribes, where there is a reason to change something. */
  alert?: string;
}

/** One site of the table. Alleles are on the plus strand; `other` and `effect` may be `I` and `D`. */
export interface TraitSite {
  rsid: string;
  gene: string;
  trait: string;
  category: TraitCategory;
  chromosome: string;
  GRCh37: number;
  GRCh38: number;
  other: string;
  effect: string;
  /** The meaning of 0, 1 and 2 copies. */
  copies: readonly [CopiesMeaning, CopiesMeaning, CopiesMeaning];
  evidence: string;
  source: string;
  sourceDate: string;
  scope?: ConsentScope;
  drugs?: readonly string[];
  /** Internal ids under which 23andMe's files have the same site. */
  aliases?: readonly string[];
}

interface TraitTable {
  version: string;
  apoe: { source: string; sourceDate: string; sites: Record<string, { GRCh37: number; GRCh38: number }> };
  sites: readonly TraitSite[];
}

const file = new URL('./traits.data.json', import.meta.url);
const table = JSON.parse(readFileSync(file, 'utf8')) as TraitTable;

/** The day the table was last reviewed; part of what is stored, so that calls picked for an older table are known. */
export const TRAIT_TABLE_VERSION = table.version;
export const TRAIT_SITES = table.sites;
export const APOE = table.apoe;

/** Every marker the table looks at, under each of its names. */
export const TRAIT_MARKERS: readonly string[] = [
  ...TRAIT_SITES.flatMap(({ rsid, aliases = [] }) => [rsid, ...aliases]),
  ...Object.keys(APOE.sites),
];
