import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { JobWorker } from '../../../platform/queue/index.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { DoseGuard } from './dose-guard.js';
import { APOE, TRAIT_SITES } from './trait-table.js';

let app: TestApp;
let patient: string;
let traits: string;

const CALLS: Record<string, string> = {
  rs6025: 'CT',
  rs429358: 'CT',
  rs7412: 'CC',
  rs80357914: 'II',
  rs4244285: 'AA',
  rs4986893: 'GG',
  rs12248560: 'CC',
  rs334: 'TT',
  rs1800562: '--',
};

beforeAll(async () => {
  app = await testApp();
  patient = `/patients/${app.people.organizations.lincoln.patientId}`;
  const rows = Object.entries(CALLS).map(([rsid, genotype]) => {
    const site = TRAIT_SITES.find((known) => known.rsid === rsid);
    const position = site?.GRCh37 ?? APOE.sites[rsid]!.GRCh37;
    return `${rsid}\t${site?.chromosome ?? '19'}\t${position}\t${genotype}`;
  });
  const data = new FormData();
  data.append('file', new Blob([`# 23andMe, reference human assembly build 37\n${rows.join('\n')}\n`]), 'genome.txt');
  const { body } = await app.as('clinician').post(`${patient}/genomes`, data);
  await app.get(JobWorker).runDue();
  traits = `${patient}/genomes/${body.id}/traits`;
});
afterAll(() => app.close());

const consent = (scope: string) => app.as('patient').post(`${patient}/genome-consents`, { scope });
const genes = async (): Promise<string[]> => {
  const { body } = await app.as('clinician').get(traits);
  return body.items.map(({ gene }: { gene: string }) => gene);
};

describe('what a genome means', () => {
  it('is shown after consent only, and APOE and BRCA after consents of their own', async () => {
    expect(await app.as('clinician').get(traits)).toMatchObject({ status: 403, body: { code: 'consent-required' } });
    expect((await consent('apoe')).status).toBe(409);
    expect((await consent('everything')).status).toBe(400);
    expect((await consent('traits')).status).toBe(201);
    expect(await genes()).toEqual(expect.arrayContaining(['CYP2C19', 'F5', 'HBB', 'HFE']));
    expect(await genes()).not.toContain('APOE');
    expect(await genes()).not.toContain('BRCA1');
    const { body } = await app.as('clinician').get(traits);
    expect(body.withheld.map(({ scope }: { scope: string }) => scope)).toEqual(['apoe', 'brca']);
    expect(body.caution).toMatch(/false positives/);

    await consent('apoe');
    expect(await genes()).toContain('APOE');
    await consent('brca');
    expect(await genes()).toContain('BRCA1');
    expect((await consent('brca')).status).toBe(201);
    const given = await app.as('clinician').get(`${patient}/genome-consents`);
    expect(given.body.items).toHaveLength(3);
  });

  it('is filtered by category and risk', async () => {
    const { body } = await app.as('clinician').get(`${traits}?category=thrombosis&riskLevel=elevated`);
    expect(body.items).toMatchObject([
      { rsid: 'rs6025', gene: 'F5', category: 'thrombosis', genotype: 'CT', riskLevel: 'elevated' },
    ]);
    expect(body.items[0].source).toMatch(/PMID/);
    expect((await app.as('clinician').get(`${traits}?category=hearsay`)).status).toBe(400);
  });

  it('leaves open what cannot be told', async () => {
    const { body } = await app.as('clinician').get(`${traits}?riskLevel=undetermined`);
    const open = Object.fromEntries(
      body.items.map(({ rsid, interpretation }: { rsid: string; interpretation: string }) => [rsid, interpretation]),
    );
    expect(open['rs334']).toMatch(/Strand-ambiguous/);
    expect(open['rs1800562']).toMatch(/No call/);
  });

  it('comes to the prescriber as alerts with a consent of its own', async () => {
    const { patientId } = app.people.organizations.lincoln;
    expect(await app.get(DoseGuard).alertsOf(patientId)).toEqual([]);
    await consent('alerts');
    expect(await app.get(DoseGuard).alertsOf(patientId)).toMatchObject([{ gene: 'CYP2C19', drugs: ['clopidogrel'] }]);
    const { body } = await app.as('clinician').get(`${patient}/dose-alerts`);
    expect(body.items).toHaveLength(1);
    expect(await app.get(DoseGuard).alertsOf(app.people.organizations.riverside.patientId)).toEqual([]);
    const summary = await app.as('clinician').get(`${patient}/summary`);
    expect(summary.body.pharmacogenomicAlerts).toMatchObject([{ gene: 'CYP2C19' }]);
  });

  it('is closed again when a consent is withdrawn', async () => {
    const withdraw = (scope: string) => app.as('patient').delete(`${patient}/genome-consents/${scope}`);
    expect((await withdraw('apoe')).status).toBe(204);
    expect(await genes()).not.toContain('APOE');
    expect((await withdraw('traits')).status).toBe(204);
    expect((await app.as('clinician').get(traits)).status).toBe(403);
    expect(await app.get(DoseGuard).alertsOf(app.people.organizations.lincoln.patientId)).toEqual([]);
    expect((await withdraw('brca')).status).toBe(404);
    expect((await withdraw('everything')).status).toBe(404);
  });

  it('is gone with the patient’s key, and the summary is still there', async () => {
    await consent('traits');
    await consent('alerts');
    await app.get(PatientKeys).destroy(app.people.organizations.lincoln.patientId);
    expect(await app.get(DoseGuard).alertsOf(app.people.organizations.lincoln.patientId)).toEqual([]);
    expect(await app.as('clinician').get(traits)).toMatchObject({ status: 409, body: { code: 'key-destroyed' } });
  });
});
