import { describe, expect, it } from '@jest/globals';
import type { TraitCalls } from './copies.rules.js';
import { doseAlerts, interpretTraits } from './traits.rules.js';
import { APOE, type ConsentScope, RISK_LEVELS, TRAIT_CATEGORIES, TRAIT_SITES } from './trait-table.js';

const ALL = new Set<ConsentScope>(['traits', 'apoe', 'brca']);
const SITES = new Map(TRAIT_SITES.map((site) => [site.rsid, site]));

/** Calls at the places the table has on GRCh37. */
function calls(genotypes: Record<string, string>): TraitCalls {
  return Object.fromEntries(
    Object.entries(genotypes).map(([rsid, genotype]) => {
      const site = SITES.get(rsid);
      const position = site?.GRCh37 ?? APOE.sites[rsid]?.GRCh37 ?? 1;
      return [rsid, { chromosome: site?.chromosome ?? '19', position, genotype }];
    }),
  );
}

function result(genotypes: Record<string, string>, gene: string) {
  return interpretTraits(calls(genotypes), 'GRCh37', ALL).find((trait) => trait.gene === gene);
}

describe('the table of traits', () => {
  it('has at least 60 sites, each with its alleles, places, meanings and source', () => {
    expect(TRAIT_SITES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TRAIT_SITES.map(({ rsid }) => rsid)).size).toBe(TRAIT_SITES.length);
    for (const site of TRAIT_SITES) {
      expect(site.rsid).toMatch(/^rs\d+$/);
      expect([site.other, site.effect].every((allele) => /^[ACGTID]$/.test(allele))).toBe(true);
      expect(site.other).not.toBe(site.effect);
      expect(site.GRCh37).toBeGreaterThan(0);
      expect(site.GRCh38).toBeGreaterThan(0);
      expect(site.copies).toHaveLength(3);
      for (const { riskLevel, interpretation } of site.copies) {
        expect(RISK_LEVELS).toContain(riskLevel);
        expect(interpretation).not.toBe('');
      }
      expect(TRAIT_CATEGORIES).toContain(site.category);
      expect(site.source).not.toBe('');
      expect(site.sourceDate).toMatch(/^\d{4}-\d{2}$/);
      if (site.copies.some(({ alert }) => alert)) expect(site.drugs?.length).toBeGreaterThan(0);
    }
  });
});

describe('interpreting a genome', () => {
  it('counts copies on the plus strand, whatever the order of the alleles', () => {
    expect(result({ rs6025: 'CC' }, 'F5')).toMatchObject({ riskLevel: 'typical', genotype: 'CC' });
    expect(result({ rs6025: 'CT' }, 'F5')).toMatchObject({ riskLevel: 'elevated' });
    expect(result({ rs6025: 'TC' }, 'F5')).toMatchObject({ riskLevel: 'elevated' });
    expect(result({ rs6025: 'TT' }, 'F5')).toMatchObject({ riskLevel: 'high' });
    expect(result({ rs113993960: 'DI' }, 'CFTR')).toMatchObject({ riskLevel: 'carrier' });
  });

  it('says that an array result needs to be confirmed', () => {
    expect(result({ rs6025: 'CT' }, 'F5')?.caution).toMatch(/false positives.*confirm/);
  });

  it('never guesses: no call, a strand-ambiguous site, unknown alleles, another place', () => {
    expect(result({ rs6025: '--' }, 'F5')).toMatchObject({
      riskLevel: 'undetermined',
      interpretation: expect.stringMatching(/No call/),
    });
    for (const genotype of ['AA', 'TT']) {
      expect(result({ rs334: genotype }, 'HBB')).toMatchObject({
        riskLevel: 'undetermined',
        isStrandAmbiguous: true,
        interpretation: expect.stringMatching(/Strand-ambiguous/),
      });
    }
    expect(result({ rs6025: 'GG' }, 'F5')).toMatchObject({
      riskLevel: 'undetermined',
      interpretation: expect.stringMatching(/minus strand/),
    });
    expect(result({ rs6025: 'II' }, 'F5')).toMatchObject({ riskLevel: 'undetermined' });
    const elsewhere = { rs6025: { chromosome: '1', position: 5, genotype: 'CT' } };
    expect(interpretTraits(elsewhere, 'GRCh37', ALL)[0]).toMatchObject({ riskLevel: 'undetermined' });
    expect(interpretTraits(elsewhere, null, ALL)[0]).toMatchObject({ riskLevel: 'elevated' });
  });

  it('reads two different alleles of a strand-ambiguous site, which are the same on both strands, and says so', () => {
    expect(result({ rs334: 'AT' }, 'HBB')).toMatchObject({
      riskLevel: 'carrier',
      interpretation: expect.stringMatching(/Strand-ambiguous site/),
    });
  });

  it('takes one copy on X of a man for all there is', () => {
    expect(result({ rs1050828: 'T' }, 'G6PD')).toMatchObject({ riskLevel: 'high' });
    expect(result({ rs1050828: 'C' }, 'G6PD')).toMatchObject({ riskLevel: 'typical' });
  });

  it('finds a marker under 23andMe’s internal id', () => {
    const found = interpretTraits(
      { i3000001: { chromosome: '7', position: 117199646, genotype: 'DI' } },
      'GRCh37',
      ALL,
    );
    expect(found).toMatchObject([{ rsid: 'rs113993960', riskLevel: 'carrier' }]);
  });

  it.each([
    ['TT', 'TT', 'ε2/ε2'],
    ['TT', 'CT', 'ε2/ε3'],
    ['TT', 'CC', 'ε3/ε3'],
    ['CT', 'CT', 'ε2/ε4'],
    ['TC', 'CC', 'ε3/ε4'],
    ['CC', 'CC', 'ε4/ε4'],
    ['CC', 'TT', '--'],
    ['CC', '--', '--'],
  ])('reads APOE from both sites: %s and %s are %s', (first, second, expected) => {
    expect(result({ rs429358: first, rs7412: second }, 'APOE')?.genotype).toBe(expected);
  });

  it('shows APOE and BRCA only with consents of their own', () => {
    const genome = calls({ rs429358: 'TT', rs7412: 'CC', rs80357914: 'II', rs6025: 'CC' });
    const genes = (scopes: ConsentScope[]) =>
      interpretTraits(genome, 'GRCh37', new Set(scopes)).map(({ gene }) => gene);
    expect(genes(['traits'])).toEqual(['F5']);
    expect(genes(['traits', 'apoe'])).toEqual(['APOE', 'F5']);
    expect(genes(['traits', 'brca'])).toEqual(['F5', 'BRCA1']);
  });

  it.each([
    ['GG', 'GG', 'CC', '*1/*1', /normal/],
    ['AG', 'GG', 'CC', '*1/*2', /intermediate/],
    ['AA', 'GG', 'CC', '*2/*2', /poor/],
    ['AG', 'AG', 'CC', '*2/*3', /poor/],
    ['GG', 'GG', 'TT', '*17/*17', /ultrarapid/],
    ['AG', 'GG', 'CT', '*2/*17', /intermediate/],
    ['AA', 'GG', 'CT', '--', /cannot be determined/],
    ['AG', '--', 'CC', '--', /cannot be determined/],
  ])('determines CYP2C19 only where its sites do: %s %s %s is %s', (two, three, seventeen, diplotype, phenotype) => {
    const star = result({ rs4244285: two, rs4986893: three, rs12248560: seventeen }, 'CYP2C19');
    expect(star).toMatchObject({ genotype: diplotype, interpretation: expect.stringMatching(phenotype) });
  });

  it('never determines CYP2D6, and not the phase of TPMT', () => {
    expect(result({ rs3892097: 'CT' }, 'CYP2D6')?.interpretation).toMatch(/cannot be determined/);
    expect(result({ rs1800460: 'CT', rs1142345: 'CT' }, 'TPMT')?.interpretation).toMatch(/cannot be determined/);
    expect(result({ rs1800460: 'TT', rs1142345: 'CC' }, 'TPMT')?.genotype).toBe('*3A/*3A');
  });

  it.each([
    ['CC', 'CC', 'CT', '*1/*3C', /intermediate/],
    ['CC', 'CC', 'CC', '*3C/*3C', /poor/],
    ['CC', 'CT', 'CC', '*3A/*3C', /poor/],
    ['CG', 'CC', 'TT', '*1/*2', /intermediate/],
    ['CG', 'CC', 'CT', '*2/*3C', /poor/],
    ['CG', 'CT', 'CT', '*2/*3A', /poor/],
    ['CC', 'TT', 'TT', '*3B/*3B', /poor/],
    ['CG', 'TT', 'CC', '--', /cannot be determined/],
    ['CC', '--', 'CT', '--', /cannot be determined/],
  ])('leaves out no pair of TPMT that has no working copy: %s %s %s is %s', (two, b, c, diplotype, phenotype) => {
    const star = result({ rs1800462: two, rs1800460: b, rs1142345: c }, 'TPMT');
    expect(star).toMatchObject({ genotype: diplotype, interpretation: expect.stringMatching(phenotype) });
  });

  it('adds up two different variants of DPYD, and counts a rare allele only where it was read', () => {
    const two = calls({ rs3918290: 'CT', rs67376798: 'TT', rs56038477: 'CT' });
    expect(doseAlerts(two, 'GRCh37')[0]).toMatchObject({ gene: 'DPYD', message: expect.stringMatching(/avoid/) });
    const one = calls({ rs3918290: 'CT', rs67376798: 'TT', rs56038477: 'CC' });
    expect(doseAlerts(one, 'GRCh37')).toMatchObject([{ message: expect.stringMatching(/reduced starting dose/) }]);
    const mild = calls({ rs67376798: 'AT', rs56038477: 'CT' });
    expect(doseAlerts(mild, 'GRCh37').some(({ message }) => /avoid/.test(message))).toBe(false);
    const cyp2c9 = { rs1799853: 'CC', rs1057910: 'AA' };
    expect(result(cyp2c9, 'CYP2C9')?.genotype).toBe('*1/*1');
    expect(result({ ...cyp2c9, rs28371685: 'CT' }, 'CYP2C9')).toMatchObject({
      genotype: '*1/*11',
      riskLevel: 'elevated',
    });
  });
});

describe('dose alerts', () => {
  it('tell what a guideline advises, and nothing where the result is usual or not determined', () => {
    const alerts = doseAlerts(
      calls({ rs4244285: 'AA', rs4986893: 'GG', rs12248560: 'CC', rs4149056: 'CT', rs3918290: 'CC', rs67376798: 'TT' }),
      'GRCh37',
    );
    expect(alerts.map(({ gene }) => gene)).toEqual(['CYP2C19', 'SLCO1B1']);
    expect(alerts[0]).toMatchObject({ drugs: ['clopidogrel'], source: expect.stringMatching(/CPIC/) });
  });
});
