import { chromosomeCode } from '../chromosomes.js';
import { declaredAssembly, declaredChip, declaredProvider } from './declared-facts.js';
import { columnsFromHeader, columnsFromRow, isGenotype, splitFields } from './columns.js';
import { type Columns, type Layout, type Provider } from '../layout.js';
import { refuseOtherFiles } from './other-files.js';
import { UnreadableGenome } from '../unreadable-genome.js';
import { detectVcfLayout } from './vcf-layout.js';

/** As much of a file as detection looks at. Headers of VCFs with thousands of decoy contigs fit. */
export const HEAD_BYTES = 1024 * 1024;

/** What detection may be told besides the bytes. */
export interface DetectOptions {
  /** The sample of a VCF to read, by name; the first when not given. */
  sample?: string | undefined;
}

interface Line {
  text: string;
  /** Offset of the byte after the line's newline. */
  end: number;
  start: number;
}

/**
 * Finds from the first bytes of a file (decompressed) what it is and how its rows are to be read, whatever its name says.
 * Answers `undefined` when more bytes are needed, which is never so when `complete`.
 *
 * @throws UnreadableGenome when it is no genotype file, or one that cannot be read rightly.
 */
export function detectLayout(head: Buffer, complete: boolean, options: DetectOptions = {}): Layout | undefined {
  if (head.length === 0 && complete) throw new UnreadableGenome('empty-file', 'The file is empty.');
  refuseOtherFiles(head);
  const lines = linesOf(head, complete || head.length >= HEAD_BYTES);
  const firstData = lines.findIndex((line) => isData(line.text));
  const first = lines[firstData];
  if (!first) {
    if (!complete && head.length < HEAD_BYTES) return undefined;
    const vcf = detectVcfLayout(
      lines.map((line) => line.text),
      lines.at(-1)?.end ?? 0,
      options.sample,
    );
    if (vcf) return vcf;
    throw new UnreadableGenome('not-a-genome', 'The file has comments but no rows of genotypes.');
  }
  const comments = lines.slice(0, firstData).map((line) => line.text);
  const vcf = detectVcfLayout(comments, first.start, options.sample);
  if (vcf) return vcf;
  const next = lines[firstData + 1];
  if (!next && !complete && head.length < HEAD_BYTES) return undefined;
  return detectTable(comments, first, next);
}

function isData(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !trimmed.startsWith('#');
}

/** The lines to the one behind the first with data: no more are looked at, and a head has ten thousand. */
function linesOf(head: Buffer, withLast: boolean): Line[] {
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const lines: Line[] = [];
  let start = hasMark ? 3 : 0;
  let isLast = false;
  while (start < head.length && !isLast) {
    const newline = head.indexOf(10, start);
    if (newline < 0 && !withLast) break;
    const end = newline < 0 ? head.length : newline + 1;
    isLast = lines.length > 0 && isData(lines.at(-1)!.text);
    lines.push({ text: head.toString('utf8', start, end).trimEnd(), start, end });
    start = end;
  }
  return lines;
}

/** The row of names may be a comment (`# rsid  chromosome …`), the first line without `#`, or missing. */
function detectTable(comments: readonly string[], first: Line, next: Line | undefined): Layout {
  const startsWithHeader = columnsFromRow(splitFields(first.text)) === undefined;
  const header = startsWithHeader ? first.text : commentedHeader(comments);
  const row = startsWithHeader ? next?.text : first.text;
  if (row === undefined) throw notATable(first.text);
  const named = columnsFromHeader(splitFields(header));
  const columns = named && isRow(row, named) ? named : columnsFromRow(splitFields(row));
  if (!columns) throw notATable(first.text);
  const text = comments.join('\n');
  const provider = declaredProvider(text) ?? providerOfHeader(header);
  return {
    kind: 'table',
    provider,
    separator: row.includes('\t') ? 'tab' : row.includes(',') ? 'comma' : 'blank',
    columns,
    headerWord: splitFields(header)[0]!.toLowerCase(),
    doublesHaploid: !WRITES_ONE_LETTER.has(provider),
    declaredAssembly: provider === 'deCODEme' ? 'NCBI36' : declaredAssembly(text),
    declaredChip: declaredChip(text),
    samples: [],
    sampleIndex: 0,
    dataStart: startsWithHeader ? first.end : first.start,
  };
}

function commentedHeader(comments: readonly string[]): string {
  const lines = comments.map((line) => line.replace(/^[#\s]+/, ''));
  return lines.findLast((line) => columnsFromHeader(splitFields(line)) !== undefined) ?? '';
}

const WRITES_ONE_LETTER: ReadonlySet<Provider> = new Set<Provider>(['23andMe', 'LivingDNA', 'other']);

function isRow(text: string, columns: Columns): boolean {
  const fields = splitFields(text);
  const alleles = columns.genotype >= 0 ? fields[columns.genotype] : fields[columns.allele1];
  return (
    chromosomeCode(fields[columns.chromosome] ?? '') > 0 &&
    /^\d{1,10}$/.test(fields[columns.position] ?? '') &&
    alleles !== undefined &&
    isGenotype(alleles)
  );
}

/** Providers that write no comment are known by the header row itself. */
function providerOfHeader(header: string): Provider {
  const plain = header.replaceAll('"', '');
  if (plain === 'RSID,CHROMOSOME,POSITION,RESULT') return 'FamilyTreeDNA';
  if (/^name,variation,chromosome,position,strand,yourcode$/i.test(plain)) return 'deCODEme';
  if (/^rsid\tChromosome\tposition\tgenotype$/.test(plain)) return 'tellmeGen';
  if (/allele1\.\.\.plus/i.test(plain)) return 'Mapmygenome';
  if (/allele_1/i.test(plain)) return 'Sano';
  return 'other';
}

function notATable(firstLine: string): UnreadableGenome {
  const columns = splitFields(firstLine).length;
  return new UnreadableGenome(
    'not-a-genome',
    `This is a text of ${columns} column${columns === 1 ? '' : 's'} that does not name a marker, its chromosome, its position and a genotype. ` +
      'Expected the raw data file of 23andMe, AncestryDNA, MyHeritage, FamilyTreeDNA or LivingDNA, or a VCF.',
  );
}
