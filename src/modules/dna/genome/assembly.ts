import { readFileSync } from 'node:fs';
import type { Assembly } from '../formats/layout.js';
import { IdKind } from '../formats/rows/site-ids.js';
import type { SiteList } from './site-list.js';

/** On what grounds an assembly was believed. */
export interface AssemblyFinding {
  /** `null` when neither header nor markers tell. */
  assembly: Assembly | null;
  declared: Assembly | null;
  /** How many well-known markers stand where each assembly has them. */
  markers: Record<Assembly, number>;
  /** The header names another assembly than the markers show. */
  mismatch: boolean;
}

const ASSEMBLIES: readonly Assembly[] = ['NCBI36', 'GRCh37', 'GRCh38'];
const MARKERS = readMarkers();
/** By the low 16 bits of the rs number: spares a million look-ups in the map. */
const MAY_BE_MARKER = new Uint8Array(65_536);
for (const rsid of MARKERS.keys()) MAY_BE_MARKER[rsid & 0xffff] = 1;

/**
 * Finds the assembly of a list of sites from the places of well-known markers, and holds what the header declares against it.
 * Where they contradict the markers win: a header is text somebody may have copied, a position is what will be looked up.
 */
export function findAssembly(sites: SiteList, declared: Assembly | null): AssemblyFinding {
  const counts: Record<Assembly, number> = { NCBI36: 0, GRCh37: 0, GRCh38: 0 };
  const { length, idNumbers, idKinds, positions } = sites;
  for (let i = 0; i < length; i++) {
    if (MAY_BE_MARKER[idNumbers[i]! & 0xffff] === 0 || idKinds[i] !== IdKind.Rs) continue;
    const marker = MARKERS.get(idNumbers[i]!);
    if (!marker) continue;
    for (const assembly of ASSEMBLIES) if (marker[assembly] === positions[i]) counts[assembly]++;
  }
  const [best, second] = ASSEMBLIES.toSorted((a, b) => counts[b] - counts[a]) as [Assembly, Assembly];
  const found = counts[best] > counts[second] ? best : null;
  return {
    assembly: found ?? declared,
    declared,
    markers: counts,
    mismatch: found !== null && declared !== null && found !== declared,
  };
}

type Marker = { rsid: number } & Record<Assembly, number>;

function readMarkers(): Map<number, Marker> {
  const file = new URL('./assembly-markers.data.json', import.meta.url);
  const { markers } = JSON.parse(readFileSync(file, 'utf8')) as { markers: Marker[] };
  return new Map(markers.map((marker) => [marker.rsid, marker]));
}
