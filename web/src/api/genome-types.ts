/** What the service tells of uploaded genomes. */

export type GenomeStatus = 'queued' | 'processing' | 'ready' | 'failed' | 'cancelled';

export interface Genome {
  id: string;
  status: GenomeStatus;
  provider: string;
  chip: string | null;
  assembly: string | null;
  variantCount: number | null;
  noCallCount: number | null;
  processedRows: number;
  uploadedAt: string;
  processedAt: string | null;
  sha256: string;
  fileBytes: number;
  error?: { code: string; detail: string };
}

export interface UploadedGenome extends Genome {
  /** The patient had this very file already; the genome is that one. */
  isRepeated: boolean;
  warnings: string[];
}

export interface Variant {
  rsid: string;
  chromosome: string;
  position: number;
  genotype: string;
}

export type ConsentScope = 'traits' | 'apoe' | 'brca' | 'alerts';

export interface GenomeConsent {
  id: string;
  scope: ConsentScope;
  recordedAt: string;
}

export interface Trait {
  rsid: string;
  gene: string;
  trait: string;
  category: string;
  genotype: string;
  riskLevel: 'typical' | 'informative' | 'protective' | 'carrier' | 'elevated' | 'high' | 'undetermined';
  interpretation: string;
  evidenceLevel: string;
  source: string;
  sourceDate: string;
  isStrandAmbiguous: boolean;
  caution: string;
}

export interface Traits {
  items: Trait[];
  withheld: { scope: ConsentScope; reason: string }[];
  tableVersion: string;
  caution: string;
}

export interface GenomeComparison {
  sharedMarkers: number;
  comparedCalls: number;
  concordantCalls: number;
  discordantCalls: number;
  concordance: number | null;
  discrepancies: { rsid: string; chromosome: string; position: number; genotype: string; otherGenotype: string }[];
}

/** A reason to look twice before prescribing. */
export interface DoseAlert {
  gene: string;
  rsid: string;
  drugs: string[];
  message: string;
  source: string;
}
