/** Who made a file, as its content tells. */
export type Provider =
  | '23andMe'
  | 'AncestryDNA'
  | 'MyHeritage'
  | 'FamilyTreeDNA'
  | 'LivingDNA'
  | 'deCODEme'
  | 'DNA.Land'
  | 'Genes for Good'
  | '23Mofang'
  | 'CircleDNA'
  | 'Mapmygenome'
  | 'SelfDecode'
  | 'tellmeGen'
  | 'Sano'
  | 'VCF'
  | 'other';

/** The three assemblies consumer files come in. */
export type Assembly = 'NCBI36' | 'GRCh37' | 'GRCh38';

/** Which column holds what; -1 where a file has none. */
export interface Columns {
  id: number;
  chromosome: number;
  position: number;
  /** One column with both alleles, or */
  genotype: number;
  /** two columns with one each. */
  allele1: number;
  allele2: number;
  /** `-` where the call is given on the minus strand and has to be turned. */
  strand: number;
}

/** How the rows of a file are to be read, found from its beginning. */
export interface Layout {
  kind: 'table' | 'vcf';
  provider: Provider;
  /** `tab` takes runs of tabs as one and blanks around a field as none; `blank` takes any white space. */
  separator: 'comma' | 'tab' | 'blank';
  columns: Columns;
  /** First field of the header row in lower case: where it comes again (files put together from two) it is no row. */
  headerWord: string;
  /**
   * Whether this provider writes a call of a single copy (X and Y of a man, MT) twice. 23andMe and LivingDNA write
   * one letter, the others two.
   */
  doublesHaploid: boolean;
  /** What the header says about the assembly and the chip; `null` when it is silent. */
  declaredAssembly: Assembly | null;
  declaredChip: string | null;
  /** Names of the samples of a VCF, and the one that is read. */
  samples: readonly string[];
  sampleIndex: number;
  /** Where the first row begins, in bytes. */
  dataStart: number;
}

/** Columns of the four-column files: id, chromosome, position, genotype. */
export const FOUR_COLUMNS: Columns = {
  id: 0,
  chromosome: 1,
  position: 2,
  genotype: 3,
  allele1: -1,
  allele2: -1,
  strand: -1,
};

/** Columns of the five-column files: id, chromosome, position and two alleles. */
export const FIVE_COLUMNS: Columns = { ...FOUR_COLUMNS, genotype: -1, allele1: 3, allele2: 4 };
