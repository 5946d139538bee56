import type { Assembly } from '../formats/layout.js';
import type { TraitCalls } from './copies.rules.js';
import { APOE, type RiskLevel } from './trait-table.js';

/** The two sites whose haplotype the APOE alleles are, and what they tell. */
export interface ApoeResult {
  /** `ε3/ε4`, or `--` where it cannot be said. */
  genotype: string;
  riskLevel: RiskLevel;
  interpretation: string;
}

/** rs429358 then rs7412, on the plus strand: ε2 is T-T, ε3 is T-C, ε4 is C-C (Corder et al. 1993). */
const DIPLOTYPES: Record<string, string> = {
  'TT TT': 'ε2/ε2',
  'TT CT': 'ε2/ε3',
  'TT CC': 'ε3/ε3',
  'CT CC': 'ε3/ε4',
  'CC CC': 'ε4/ε4',
  // ε1/ε3 has the same calls and is so rare that no study of Alzheimer disease counts it.
  'CT CT': 'ε2/ε4',
};

const MEANINGS: Record<string, { riskLevel: RiskLevel; text: string }> = {
  'ε2/ε2': {
    riskLevel: 'informative',
    text: 'Lower risk of Alzheimer disease; type III hyperlipoproteinemia is possible: measure lipids.',
  },
  'ε2/ε3': { riskLevel: 'protective', text: 'Lower risk of late-onset Alzheimer disease than average.' },
  'ε3/ε3': { riskLevel: 'typical', text: 'The most common genotype: average risk of late-onset Alzheimer disease.' },
  'ε2/ε4': {
    riskLevel: 'elevated',
    text: 'Somewhat higher risk of late-onset Alzheimer disease. The very rare ε1/ε3 has the same calls.',
  },
  'ε3/ε4': { riskLevel: 'elevated', text: 'About 3 times the average risk of late-onset Alzheimer disease.' },
  'ε4/ε4': {
    riskLevel: 'high',
    text: 'About 8 to 15 times the average risk of late-onset Alzheimer disease; it is no diagnosis.',
  },
};

/** The APOE diplotype from both sites; only where both were read. `undefined` when the genome has neither. */
export function apoe(calls: TraitCalls, assembly: Assembly | null): ApoeResult | undefined {
  const first = calls['rs429358'];
  const second = calls['rs7412'];
  if (!first && !second) return undefined;
  const key = Object.entries(APOE.sites)
    .map(([rsid, site]) => {
      const call = calls[rsid];
      const isElsewhere = assembly !== null && assembly !== 'NCBI36' && call?.position !== site[assembly];
      return sorted(isElsewhere ? undefined : call?.genotype);
    })
    .join(' ');
  const genotype = DIPLOTYPES[key];
  const meaning = genotype === undefined ? undefined : MEANINGS[genotype];
  if (genotype === undefined || !meaning) {
    return {
      genotype: '--',
      riskLevel: 'undetermined',
      interpretation:
        'APOE cannot be determined: both rs429358 and rs7412 must be read, at their known places, with alleles C and T.',
    };
  }
  return { genotype, riskLevel: meaning.riskLevel, interpretation: meaning.text };
}

function sorted(genotype: string | undefined): string {
  return Array.from(genotype ?? '--')
    .sort()
    .join('');
}
