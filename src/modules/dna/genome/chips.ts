import type { Provider } from '../formats/layout.js';

interface Chip {
  provider: Provider;
  name: string;
  /** Rows of the provider's files from this chip. */
  least: number;
  most: number;
}

/**
 * Chips by the number of markers their files have. 23andMe's from its white paper 23-11 and the chips' data sheets (v3
 * OmniExpress Plus, v4 a custom HTS iSelect, v5 GSA); the others from their published marker counts. Ranges are wide
 * because providers add and withdraw markers.
 */
const CHIPS: readonly Chip[] = [
  { provider: '23andMe', name: '23andMe v2 (HumanHap550+)', least: 570_000, most: 600_500 },
  { provider: '23andMe', name: '23andMe v3 (OmniExpress+)', least: 930_000, most: 1_000_000 },
  { provider: '23andMe', name: '23andMe v4 (iSelect)', least: 600_501, most: 615_000 },
  { provider: '23andMe', name: '23andMe v5 (GSA)', least: 625_000, most: 660_000 },
  { provider: 'AncestryDNA', name: 'AncestryDNA v1 (OmniExpress)', least: 680_000, most: 720_000 },
  { provider: 'AncestryDNA', name: 'AncestryDNA v2 (OmniExpress+)', least: 630_000, most: 679_999 },
  { provider: 'FamilyTreeDNA', name: 'FamilyTreeDNA (OmniExpress)', least: 680_000, most: 730_000 },
  { provider: 'FamilyTreeDNA', name: 'FamilyTreeDNA (GSA)', least: 600_000, most: 679_999 },
  { provider: 'MyHeritage', name: 'MyHeritage v1 (OmniExpress)', least: 690_000, most: 730_000 },
  { provider: 'MyHeritage', name: 'MyHeritage v2 (GSA)', least: 590_000, most: 660_000 },
  { provider: 'LivingDNA', name: 'LivingDNA v1 (GSA)', least: 600_000, most: 680_000 },
  { provider: 'LivingDNA', name: 'LivingDNA v2 (Affymetrix)', least: 680_001, most: 800_000 },
];

/** The chip a file comes from: as its header names it, else guessed from provider and number of sites; `null` if neither fits. */
export function guessChip(provider: Provider, declared: string | null, siteCount: number): string | null {
  if (declared !== null) return declared;
  return (
    CHIPS.find((chip) => chip.provider === provider && siteCount >= chip.least && siteCount <= chip.most)?.name ?? null
  );
}
