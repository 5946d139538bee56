import type { Assembly } from '../formats/layout.js';
import { apoe } from './apoe.rules.js';
import { callOf, countCopies, isStrandAmbiguous, type TraitCalls } from './copies.rules.js';
import { starAlleles, type StarResult } from './star-alleles.rules.js';
import {
  APOE,
  type ConsentScope,
  type RiskLevel,
  TRAIT_SITES,
  type TraitCategory,
  type TraitSite,
} from './trait-table.js';

/** Said with every result. */
export const CAUTION =
  'Consumer arrays give false positives, above all for rare variants: confirm in a clinical laboratory before anything is decided. ' +
  'A variant that was not found does not exclude others.';

/** What a genome says at one site, or at the sites of a haplotype. */
export interface TraitResult {
  /** The marker; of a haplotype all its markers, joined by `+`. */
  rsid: string;
  gene: string;
  trait: string;
  category: TraitCategory;
  genotype: string;
  riskLevel: RiskLevel;
  interpretation: string;
  /** CPIC's level (`1A` …), `established`, `association` … */
  evidenceLevel: string;
  source: string;
  /** When the source was published, as precisely as it says. @format text */
  sourceDate: string;
  isStrandAmbiguous: boolean;
  caution: string;
}

/** A reason to look twice before prescribing. */
export interface DoseAlert {
  gene: string;
  rsid: string;
  drugs: readonly string[];
  riskLevel: RiskLevel;
  message: string;
  source: string;
  caution: string;
}

/** All results of a genome that these consents allow; those of APOE and BRCA need a consent of their own. */
export function interpretTraits(
  calls: TraitCalls,
  assembly: Assembly | null,
  consents: ReadonlySet<ConsentScope>,
): TraitResult[] {
  const sites = TRAIT_SITES.filter(({ scope }) => scope === undefined || consents.has(scope));
  const results = sites.map((site) => interpretSite(site, calls, assembly)).filter((result) => result !== undefined);
  const stars = starAlleles(calls, assembly).map(starTrait);
  const haplotype = consents.has('apoe') ? apoeTrait(calls, assembly) : undefined;
  return [...stars, ...(haplotype ? [haplotype] : []), ...results];
}

/** Alerts for who prescribes: results for which a guideline advises something else than the usual. */
export function doseAlerts(calls: TraitCalls, assembly: Assembly | null): DoseAlert[] {
  const alerts = TRAIT_SITES.map((site) => siteAlert(site, calls, assembly)).filter((alert) => alert !== undefined);
  const stars = starAlleles(calls, assembly).flatMap(({ gene, rsids, drugs, riskLevel, alert }) =>
    alert
      ? [
          {
            gene,
            rsid: rsids.join('+'),
            drugs,
            riskLevel,
            message: alert,
            source: sourceOf(rsids[0]!).source,
            caution: CAUTION,
          },
        ]
      : [],
  );
  return [...stars, ...alerts];
}

function interpretSite(site: TraitSite, calls: TraitCalls, assembly: Assembly | null): TraitResult | undefined {
  const call = callOf(site, calls);
  if (!call) return undefined;
  const count = countCopies(site, call, assembly);
  const meaning =
    'copies' in count
      ? site.copies[count.copies]
      : { riskLevel: 'undetermined' as const, interpretation: count.unknown };
  const ambiguous = isStrandAmbiguous(site);
  const note =
    ambiguous && 'copies' in count
      ? ' Strand-ambiguous site: two different alleles read the same on both strands.'
      : '';
  const { rsid, gene, trait, category, evidence, source, sourceDate } = site;
  return {
    rsid,
    gene,
    trait,
    category,
    genotype: call.genotype,
    riskLevel: meaning.riskLevel,
    interpretation: meaning.interpretation + note,
    evidenceLevel: evidence,
    source,
    sourceDate,
    isStrandAmbiguous: ambiguous,
    caution: CAUTION,
  };
}

function siteAlert(site: TraitSite, calls: TraitCalls, assembly: Assembly | null): DoseAlert | undefined {
  const call = callOf(site, calls);
  if (!call || !site.drugs) return undefined;
  const count = countCopies(site, call, assembly);
  const meaning = 'copies' in count ? site.copies[count.copies] : undefined;
  if (!meaning?.alert) return undefined;
  const { gene, rsid, drugs, source } = site;
  return { gene, rsid, drugs, riskLevel: meaning.riskLevel, message: meaning.alert, source, caution: CAUTION };
}

function starTrait({ gene, rsids, diplotype, phenotype, riskLevel }: StarResult): TraitResult {
  const { source, sourceDate } = sourceOf(rsids[0]!);
  return {
    rsid: rsids.join('+'),
    gene,
    trait: `${gene} star alleles`,
    category: 'pharmacogenomics',
    genotype: diplotype,
    riskLevel,
    interpretation: `${gene}: ${phenotype}.`,
    evidenceLevel: '1A',
    source,
    sourceDate,
    isStrandAmbiguous: false,
    caution: CAUTION,
  };
}

function apoeTrait(calls: TraitCalls, assembly: Assembly | null): TraitResult | undefined {
  const result = apoe(calls, assembly);
  if (!result) return undefined;
  return {
    rsid: Object.keys(APOE.sites).join('+'),
    gene: 'APOE',
    trait: 'Late-onset Alzheimer disease, APOE',
    category: 'neurological',
    ...result,
    evidenceLevel: 'established',
    source: APOE.source,
    sourceDate: APOE.sourceDate,
    isStrandAmbiguous: false,
    caution: CAUTION,
  };
}

function sourceOf(rsid: string): { source: string; sourceDate: string } {
  return TRAIT_SITES.find((site) => site.rsid === rsid)!;
}
