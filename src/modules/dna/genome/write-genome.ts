import { chromosomeName, isPseudoautosomal, MT, X, Y } from '../formats/chromosomes.js';
import { DOUBLED, genotypeText, NO_CALL } from '../formats/genotypes.js';
import { type WrittenFacts, writtenFormat } from '../formats/written-formats.js';
import type { SingleCopies } from './haploid-calls.js';
import { siteId, type SiteList } from './site-list.js';

/** A part of a genome: some sites and their calls. */
export interface GenomePart {
  sites: SiteList;
  calls: Uint8Array;
}

/**
 * Writes a genome back as its provider would have: read again, it is the same genome. Calls that were halved when it was read,
 * because the provider writes a single copy twice, are doubled again.
 */
export async function* writeGenome(
  facts: WrittenFacts,
  halved: SingleCopies,
  parts: AsyncIterable<GenomePart> | Iterable<GenomePart>,
): AsyncGenerator<string> {
  const format = writtenFormat(facts.provider);
  yield format.header(facts);
  for await (const { sites, calls } of parts) {
    let text = '';
    for (let i = 0; i < sites.length; i++) {
      const code = sites.chromosomes[i]!;
      const position = sites.positions[i]!;
      const call = wasHalved(code, position, facts, halved) ? DOUBLED[calls[i]!]! : calls[i]!;
      const alleles = call === NO_CALL ? '' : genotypeText(call);
      const chromosome = format.chromosome(code, chromosomeName(code), position, facts.assembly);
      text += format.row(siteId(sites, i), chromosome, position, alleles);
    }
    yield text;
  }
}

function wasHalved(code: number, position: number, { assembly }: WrittenFacts, halved: SingleCopies): boolean {
  if (code < X || code > MT) return false;
  if (code === X) return halved.x && !isPseudoautosomal(position, assembly);
  return code === Y ? halved.y : halved.mt;
}
