import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { APOE, TRAIT_SITES } from './trait-table.js';

/** Sites of pharmacogenes on GRCh38 as PharmCAT has them (MPL-2.0, from CPIC, CC0); it may lie beside the project. */
const PHARMCAT = new URL('../../../../../shared/data/annotation/pharmacogene-rsids-b38.csv', import.meta.url);
/** No deletion or insertion between the two builds lies within a gene of the table. */
const NEAR = 100_000;

const places = [
  ...TRAIT_SITES.map(({ rsid, chromosome, GRCh37, GRCh38 }) => ({ rsid, chromosome, GRCh37, GRCh38 })),
  ...Object.entries(APOE.sites).map(([rsid, site]) => ({ rsid, chromosome: '19', ...site })),
];

describe('the places in the table of traits', () => {
  it('agree with each other: what is near on one build is as near on the other', () => {
    let compared = 0;
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        if (one.chromosome !== other.chromosome || Math.abs(one.GRCh37 - other.GRCh37) > NEAR) continue;
        compared++;
        const apart = [one.GRCh37 - other.GRCh37, one.GRCh38 - other.GRCh38].map(Math.abs);
        expect({ pair: `${one.rsid} ${other.rsid}`, apart: apart[1] }).toEqual({
          pair: `${one.rsid} ${other.rsid}`,
          apart: apart[0],
        });
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('lie on no chromosome twice', () => {
    for (const build of ['GRCh37', 'GRCh38'] as const) {
      const named = places.map((place) => `${place.chromosome}:${place[build]}`);
      expect(new Set(named).size).toBe(named.length);
    }
  });
});

(existsSync(PHARMCAT) ? describe : describe.skip)('the table of traits beside that of PharmCAT', () => {
  const rows = readFileSync(existsSync(PHARMCAT) ? PHARMCAT : '/dev/null', 'utf8')
    .split(/\r?\n/)
    .slice(1);
  const known = new Map(rows.filter(Boolean).map((row) => [row.split(',')[1]!, row.split(',')]));
  const shared = TRAIT_SITES.filter(({ rsid }) => known.has(rsid));

  it('shares most pharmacogenes with it', () => {
    expect(shared.length).toBeGreaterThanOrEqual(40);
  });

  it.each(shared)('has $rsid of $gene where it stands there, with its alleles on the plus strand', (site) => {
    const [gene, , chromosome, position, reference, hgvs] = known.get(site.rsid)!;
    expect({ gene, chromosome, position }).toEqual({
      gene: site.gene,
      chromosome: `chr${site.chromosome}`,
      position: String(site.GRCh38),
    });
    const alleles = [site.other, site.effect];
    expect(alleles).toContain(reference);
    const alternative = alleles.find((allele) => allele !== reference);
    expect(hgvs).toContain(`${reference}>${alternative}`);
  });
});
