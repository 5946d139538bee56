import { existsSync, readdirSync } from 'node:fs';
import { chromosomeName } from '../modules/dna/formats/chromosomes.js';
import { genotypeText } from '../modules/dna/formats/genotypes.js';
import { readGenome, type ReadOptions } from '../modules/dna/formats/read-genome.js';
import { assembleGenome, type Genome } from '../modules/dna/genome/genome.rules.js';
import { siteId } from '../modules/dna/genome/site-list.js';

/** Real and realistic files that may lie beside the project. */
const SAMPLES = new URL('../../../shared/data/genomes/', import.meta.url);

/** The files of a folder of samples by name; none where they are not at hand. */
export function sampleFiles(folder: string): Map<string, URL> {
  const path = new URL(`${folder}/`, SAMPLES);
  return new Map(existsSync(path) ? readdirSync(path).map((name) => [name, new URL(name, path)]) : []);
}

/** Bytes as a stream in pieces of a size. */
async function* pieces(content: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as Uint8Array);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads text or bytes to a genome. */
export async function genomeOf(
  content: string | Uint8Array,
  options: ReadOptions = {},
  size?: number,
): Promise<Genome> {
  return assembleGenome(await readGenome(pieces(content, size), options));
}

/** A genome as lines `id chromosome:position genotype`. */
export function linesOf({ sites, calls }: Pick<Genome, 'sites' | 'calls'>): string[] {
  return Array.from(
    calls,
    (call, i) =>
      `${siteId(sites, i)} ${chromosomeName(sites.chromosomes[i]!)}:${sites.positions[i]!} ${genotypeText(call)}`,
  );
}
