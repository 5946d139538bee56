import { createHash } from 'node:crypto';
import { chromosomeName } from '../formats/chromosomes.js';
import { IdKind } from '../formats/rows/site-ids.js';

/**
 * The markers of a genome in the order it is kept in: by chromosome, position and name. Everybody genotyped on one chip has
 * the same list, so it is stored once under its digest.
 */
export interface SiteList {
  length: number;
  chromosomes: Uint8Array;
  positions: Uint32Array;
  idKinds: Uint8Array;
  /** For names that are text the index in `texts`. */
  idNumbers: Uint32Array;
  texts: readonly string[];
}

/** A marker's name as it is written. */
export function siteId(sites: SiteList, index: number): string {
  const number = sites.idNumbers[index]!;
  switch (sites.idKinds[index]) {
    case IdKind.Rs:
      return `rs${number}`;
    case IdKind.Internal:
      return `i${number}`;
    case IdKind.Place:
      return `${chromosomeName(sites.chromosomes[index]!)}:${sites.positions[index]!}`;
    default:
      return sites.texts[number]!;
  }
}

/** SHA-256 over the columns: two lists have the same digest exactly when they hold the same markers in the same places. */
export function digestSites(sites: SiteList): Buffer {
  const hash = createHash('sha256').update(`white-cross sites 1 ${sites.length}`);
  hash.update(bytesOf(sites.chromosomes)).update(bytesOf(sites.positions));
  hash.update(bytesOf(sites.idKinds)).update(bytesOf(sites.idNumbers));
  for (const text of sites.texts) hash.update(`${text.length}:${text}`);
  return hash.digest();
}

/** SHA-256 over calls that belong to a list of sites: what verification compares. */
export function digestCalls(siteDigest: Uint8Array, calls: Uint8Array): Buffer {
  return createHash('sha256').update('white-cross calls 1').update(siteDigest).update(calls).digest();
}

function bytesOf(column: Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
