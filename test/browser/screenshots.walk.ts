import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { aSmallGenome } from './a-small-genome.ts';
import { type Person, skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');
const LOOKS = [
  { suffix: '', options: { viewport: { width: 1280, height: 880 }, colorScheme: 'light' } },
  { suffix: '-dark', options: { viewport: { width: 1280, height: 880 }, colorScheme: 'dark' } },
  { suffix: '-tablet', options: { viewport: { width: 820, height: 1100 }, colorScheme: 'light' } },
] as const;

interface Shot {
  name: string;
  person: Person;
  path: string;
  prepare?: (page: Page) => Promise<void>;
}

/** Somebody of the demo school with a life-threatening allergy, who shows what the banner is for. */
async function aPatientWithAllergy(): Promise<string> {
  const call = await as('nurse');
  const { alerts } = (await call('GET', '/dashboard/alerts')) as {
    alerts: { kind: string; items: { patientId: string }[] }[];
  };
  return alerts.find(({ kind }) => kind.startsWith('life-threatening'))!.items[0]!.patientId;
}

async function uploadGenome(page: Page): Promise<void> {
  await page
    .getByText('Genomes')
    .or(page.getByText('No genome uploaded'))
    .or(page.getByText('Ready'))
    .first()
    .waitFor();
  if ((await page.getByText('No genome uploaded').count()) > 0) {
    await page.getByLabel('has agreed to this upload').check();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'g.txt', mimeType: 'text/plain', buffer: aSmallGenome() });
  }
  await page.getByText('Ready', { exact: true }).waitFor();
  const consent = page.getByLabel('Agrees to be shown results');
  await consent.waitFor();
  if (!(await consent.isChecked())) await consent.check();
  await page.getByText('CYP2C19').first().waitFor();
}

async function chooseFile(page: Page): Promise<void> {
  const call = await as('nurse');
  const { items } = (await call('GET', '/patients?limit=6')) as { items: { mrn: string }[] };
  const rows = items.map(
    ({ mrn }, index) => `${mrn},${index === 2 ? '999' : '140'},2026-10-0${index + 1},UT-77${index},Gym`,
  );
  rows.push('XX-0815,140,31.02.2026,UT-779,Gym');
  const csv = ['MRN,CVX,Date given,Lot,Place', ...rows].join('\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'fall-clinic.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('as they would be imported').waitFor();
}

describe(
  'screenshots',
  { skip: skipped || (process.env['SCREENSHOTS'] ? false : 'taken when SCREENSHOTS is set') },
  () => {
    it('shows the main pages, light, dark and on a tablet', async () => {
      mkdirSync(FOLDER, { recursive: true });
      const patient = `/patients/${await aPatientWithAllergy()}`;
      const shots: Shot[] = [
        { name: 'today', person: 'nurse', path: '/today' },
        { name: 'patients', person: 'nurse', path: '/patients' },
        { name: 'patient', person: 'clinician', path: patient },
        { name: 'growth', person: 'clinician', path: `${patient}/growth` },
        { name: 'genome', person: 'clinician', path: `${patient}/genome`, prepare: uploadGenome },
        { name: 'import', person: 'nurse', path: '/imports/new', prepare: chooseFile },
        { name: 'operations', person: 'ops', path: '/operations' },
        { name: 'audit', person: 'auditor', path: '/audit' },
      ];
      for (const { suffix, options } of LOOKS) {
        for (const { name, person, path, prepare } of shots) {
          const page = await windowOf(person, path, options);
          await page.getByRole('heading').first().waitFor();
          await page.waitForFunction(() => document.querySelector('.skeleton') === null);
          await prepare?.(page);
          await page.evaluate(() => document.fonts.ready);
          await page.screenshot({ path: join(FOLDER, `${name}${suffix}.png`) });
          await page.context().close();
        }
      }
    });
  },
);
