import { chromosomeCode } from '../chromosomes.js';
import { INVALID_CALL, readGenotype } from '../genotypes.js';
import { type Columns, FIVE_COLUMNS, FOUR_COLUMNS } from '../layout.js';

/**
 * Fields of one line of a file's beginning, quotes dropped: split at commas when it has no tab, else at tabs and runs of
 * blanks, else at single blanks. The rows themselves are never split this way.
 */
export function splitFields(line: string): string[] {
  const plain = line.replaceAll('"', '').trim();
  if (plain.includes(',') && !plain.includes('\t')) return plain.split(',').map((field) => field.trim());
  const fields = plain.split(/\s*\t\s*|\s{2,}/);
  return fields.length > 1 ? fields : plain.split(' ');
}

const NAMES: Record<keyof Columns, readonly string[]> = {
  id: ['rsid', 'snpname', 'name', 'markername', 'snp', 'id', 'marker'],
  chromosome: ['chromosome', 'chrom', 'chr'],
  position: ['position', 'pos', 'basepairposition'],
  genotype: ['genotype', 'result', 'gt', 'yourcode'],
  allele1: ['allele1plus', 'allele1'],
  allele2: ['allele2plus', 'allele2'],
  strand: ['strand'],
};

/**
 * Columns by the names of a header row, or `undefined` when it does not name id, chromosome, position and alleles.
 * Of a report with alleles on several strands the one on the plus strand is taken.
 */
export function columnsFromHeader(fields: readonly string[]): Columns | undefined {
  const plain = fields.map((field) => field.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const find = (key: keyof Columns): number => {
    const name = NAMES[key].find((candidate) => plain.includes(candidate));
    return name === undefined ? -1 : plain.indexOf(name);
  };
  const columns: Columns = {
    id: find('id'),
    chromosome: find('chromosome'),
    position: find('position'),
    genotype: find('genotype'),
    allele1: find('allele1'),
    allele2: find('allele2'),
    strand: find('strand'),
  };
  const hasAlleles = columns.genotype >= 0 || (columns.allele1 >= 0 && columns.allele2 >= 0);
  if (columns.id < 0 || columns.chromosome < 0 || columns.position < 0 || !hasAlleles) return undefined;
  if (columns.genotype >= 0) return { ...columns, allele1: -1, allele2: -1 };
  return columns;
}

/** Columns by what the fields of a row look like: id, chromosome, position, then one genotype or two alleles. */
export function columnsFromRow(fields: readonly string[]): Columns | undefined {
  const [id, chromosome, position, first, second] = fields;
  if (!id || !chromosome || !position || first === undefined) return undefined;
  if (chromosomeCode(chromosome) === 0 || !/^\d{1,10}$/.test(position) || !isGenotype(first)) return undefined;
  if (/^\d+$/.test(id)) return undefined;
  if (first.length === 1 && second?.length === 1 && isGenotype(second)) return FIVE_COLUMNS;
  return FOUR_COLUMNS;
}

/** Whether a field reads as a genotype or an allele. */
export function isGenotype(text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.length > 0 && readGenotype(bytes, 0, bytes.length) !== INVALID_CALL;
}
