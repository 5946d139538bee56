import { UnreadableGenome } from '../unreadable-genome.js';

interface Signature {
  at: number;
  bytes: readonly number[];
  what: string;
}

const text = (letters: string): number[] => Array.from(letters).map((letter) => letter.charCodeAt(0));

/** Files that people upload by mistake, by their first bytes. */
const BINARY: readonly Signature[] = [
  { at: 0, bytes: text('%PDF'), what: 'a PDF document' },
  { at: 0, bytes: text('BAM\u0001'), what: 'a BAM file of sequencing reads' },
  { at: 0, bytes: text('CRAM'), what: 'a CRAM file of sequencing reads' },
  { at: 0, bytes: text('BCF'), what: 'a binary VCF (BCF)' },
  { at: 0, bytes: [0x6c, 0x1b, 0x01], what: 'a PLINK .bed file' },
  { at: 0, bytes: [0x89, ...text('PNG')], what: 'a picture' },
  { at: 0, bytes: [0xff, 0xd8, 0xff], what: 'a picture' },
  { at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Office document' },
  { at: 0, bytes: text('SQLite format'), what: 'an SQLite database' },
  { at: 257, bytes: text('ustar'), what: 'a tar archive' },
];

const COMPRESSED: readonly Signature[] = [
  { at: 0, bytes: text('BZh'), what: 'bzip2' },
  { at: 0, bytes: [0xfd, ...text('7zXZ')], what: 'xz' },
  { at: 0, bytes: text('7z\u00bc\u00af'), what: '7-Zip' },
  { at: 0, bytes: text('Rar!'), what: 'RAR' },
  { at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'Zstandard' },
];

function matches(head: Buffer, { at, bytes }: Signature): boolean {
  return bytes.every((byte, i) => head[at + i] === byte);
}

/**
 * Refuses what is plainly something else, and says what it is.
 *
 * @throws UnreadableGenome
 */
export function refuseOtherFiles(head: Buffer): void {
  const compressed = COMPRESSED.find((signature) => matches(head, signature));
  if (compressed) {
    throw new UnreadableGenome(
      'unsupported-compression',
      `The file is compressed with ${compressed.what}. Send it plain, gzipped or zipped.`,
    );
  }
  const binary = BINARY.find((signature) => matches(head, signature));
  if (binary) throw new UnreadableGenome('not-a-genome', `This is ${binary.what}, not a genotype file.`);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new UnreadableGenome(
      'not-text',
      'The file is encoded as UTF-16. Save it as UTF-8 or send the original download.',
    );
  }
  if (head.subarray(0, 65_536).includes(0)) {
    throw new UnreadableGenome('not-text', 'The file is binary; a genotype file is text.');
  }
  refuseOtherTexts(head.toString('utf8', 0, 4096));
}

function refuseOtherTexts(start: string): void {
  const trimmed = start.replace(/^\ufeff/, '').trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(trimmed)) {
    throw new UnreadableGenome('not-a-genome', 'This is a web page or XML document, not a genotype file.');
  }
  if (/^[{[]\s*["{[\d]/.test(trimmed))
    throw new UnreadableGenome('not-a-genome', 'This is a JSON document, not a genotype file.');
  if (/^>[^\n]*\n[ACGTN]{10}/i.test(trimmed)) {
    throw new UnreadableGenome('not-a-genome', 'This is a FASTA sequence, not a genotype file.');
  }
  if (/^@[^\n]*\n[ACGTN]+\r?\n\+/i.test(trimmed)) {
    throw new UnreadableGenome('not-a-genome', 'This is a FASTQ file of sequencing reads, not a genotype file.');
  }
  if (trimmed.startsWith('[Header]')) refuseIllumina(trimmed);
}

/**
 * Illumina's final reports give alleles on "Forward" or "Top", which is not the plus strand of the reference, or name no
 * place for their markers: read as they stand, half of the A/T and C/G calls would be wrong.
 */
function refuseIllumina(start: string): void {
  const maker = /CODIGO46/i.test(start) ? 'CODIGO46' : /SANO/i.test(start) ? 'Sano' : 'an Illumina laboratory';
  const hasPlaces = /\bchr\b[^\n]*\bposition\b/i.test(start);
  throw new UnreadableGenome(
    'unsupported-format',
    hasPlaces
      ? `This is an Illumina final report of ${maker} with alleles on the array's forward strand, which differs from the plus strand marker by marker. Ask for the consumer raw data file or a VCF.`
      : `This is an Illumina final report of ${maker} without chromosome and position of its markers. Ask for the consumer raw data file or a VCF.`,
  );
}
