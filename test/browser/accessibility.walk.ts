import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Person, openWindow, skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Stop {
  name: string;
  person: Person;
  path: string;
}

/** The first patient of the demo school, whose record has something on every tab. */
async function aDemoPatient(): Promise<string> {
  const call = await as('clinician');
  const { items } = (await call('GET', '/patients?limit=1')) as { items: { id: string }[] };
  return items[0]!.id;
}

async function stops(): Promise<Stop[]> {
  const patient = `/patients/${await aDemoPatient()}`;
  const tabs = ['', '/timeline', '/allergies', '/conditions', '/vaccinations', '/vitals', '/growth', '/genome'];
  return [
    { name: 'today', person: 'nurse', path: '/today' },
    { name: 'worklist', person: 'clinician', path: '/patients' },
    ...tabs.map((tab) => ({ name: `patient${tab}`, person: 'clinician' as const, path: patient + tab })),
    { name: 'duplicates', person: 'clinician', path: '/patients/duplicates' },
    { name: 'search', person: 'clinician', path: '/search?q=routine%20or%20asthma%20or%20fell' },
    { name: 'merges', person: 'clinician', path: `${patient}/merges` },
    { name: 'who looked', person: 'org-admin', path: `${patient}/access` },
    { name: 'the own record', person: 'patient', path: '/' },
    { name: 'patient for reception', person: 'receptionist', path: patient },
    { name: 'imports', person: 'nurse', path: '/imports' },
    { name: 'new import', person: 'nurse', path: '/imports/new' },
    { name: 'exports', person: 'nurse', path: '/exports' },
    { name: 'operations', person: 'ops', path: '/operations' },
    { name: 'audit', person: 'auditor', path: '/audit' },
  ];
}

/** Everything that was asked for has come, so that what is checked is the page and not its skeleton. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          options: unknown,
        ) => Promise<{ passes: unknown[]; violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const found = await axe.run({ runOnly: tags });
    if (found.passes.length === 0) throw new Error('axe checked nothing');
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, RULES);
}

/** The page, and cards whose content sticks out of them. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.card')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map(
        (element) =>
          `${element.querySelector('h1, h2, caption')?.textContent}: ${element.scrollWidth} in ${element.clientWidth} px`,
      ),
  );
}

/** The open dialog has no violation, sticks out nowhere, and gives the focus back to what opened it. */
async function holdsAndGivesFocusBack(page: Page, opener: string): Promise<void> {
  await settled(page);
  assert.deepEqual(await violations(page), [], opener);
  const excess = await page.evaluate(() =>
    [...document.querySelectorAll('dialog[open], dialog[open] .sheet > *')].map(
      (element) => element.scrollWidth - element.clientWidth,
    ),
  );
  assert.ok(Math.max(...excess) <= 0, `${opener} is ${Math.max(...excess)} px too wide`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await focused(page), opener);
}

/** The name of what has the focus. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
}

/** A few rows of which the last cannot be right, chosen on the page of a new import. */
async function chooseFile(page: Page): Promise<void> {
  const call = await as('nurse');
  const { items } = (await call('GET', '/patients?limit=3')) as { items: { mrn: string }[] };
  const day = new Date(Date.now() - Math.floor(Math.random() * 3000) * 86_400_000).toISOString().slice(0, 10);
  const rows = [...items.map(({ mrn }) => `${mrn},207,${day}`), `${items[0]!.mrn},207,31.02.2023`];
  const buffer = Buffer.from(['MRN,CVX,Date given', ...rows].join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'clinic.csv', mimeType: 'text/csv', buffer });
  await page.getByText('as they would be imported').waitFor();
}

describe('every page', { skip: skipped }, () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no violation that axe finds, ${colorScheme}`, async () => {
      const door = await openWindow({ colorScheme });
      await door.goto('/');
      await door.getByLabel('Email').waitFor();
      assert.deepEqual(await violations(door), [], 'sign in');
      await door.context().close();
      for (const [person, ownStops] of Map.groupBy(await stops(), (stop) => stop.person)) {
        const page = await windowOf(person, '/', { colorScheme });
        for (const { name, path } of ownStops) {
          await page.goto(path);
          await settled(page);
          assert.deepEqual(await violations(page), [], name);
        }
        await page.context().close();
      }
    });
  }

  for (const [name, viewport] of [
    ['at 320 px', { width: 320, height: 640 }],
    // A window of 1280 px at 200 % zoom lays out as 640 px.
    ['at 200 % zoom', { width: 640, height: 450 }],
    ['on a tablet', { width: 820, height: 1180 }],
  ] as const) {
    it(`holds ${name} without sideways scrolling`, async () => {
      for (const [person, ownStops] of Map.groupBy(await stops(), (stop) => stop.person)) {
        const page = await windowOf(person, '/', { viewport });
        for (const { name: place, path } of ownStops) {
          await page.goto(path);
          await settled(page);
          assert.deepEqual(await tooWide(page), [], place);
        }
        await page.context().close();
      }
    });
  }

  it('gives every dialog and form a name, and holds them at 320 px', async () => {
    const patient = `/patients/${await aDemoPatient()}`;
    const page = await windowOf('clinician', patient, { viewport: { width: 320, height: 640 } });
    await settled(page);
    for (const [path, button] of [
      ['', 'Record visit'],
      ['/allergies', 'Add allergy'],
      ['/conditions', 'Add condition'],
      ['/vaccinations', 'Add vaccination'],
    ] as const) {
      await page.goto(patient + path);
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog', { name: button }).waitFor();
      await holdsAndGivesFocusBack(page, button);
    }
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`holds an import from its mapping to its undo, at 320 px and ${colorScheme}, and keeps the focus`, async () => {
      const page = await windowOf('nurse', '/imports/new', { viewport: { width: 320, height: 640 }, colorScheme });
      await chooseFile(page);
      assert.deepEqual([await violations(page), await tooWide(page)], [[], []], 'mapping');
      await page.getByRole('button', { name: 'Save these columns' }).click();
      await holdsAndGivesFocusBack(page, 'Save these columns');

      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText('Done, with rejected rows').waitFor();
      await page.getByText('Row 5', { exact: true }).waitFor();
      assert.deepEqual([await violations(page), await tooWide(page)], [[], []], 'the account, with repair');
      const wrong = { name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') };
      await page.locator('input[type=file]').setInputFiles(wrong);
      await page.getByRole('alert').waitFor();
      assert.deepEqual([await violations(page), await tooWide(page)], [[], []], 'a repair that is refused');

      await page.getByRole('button', { name: 'Undo this import' }).press('Enter');
      await holdsAndGivesFocusBack(page, 'Undo this import');
      await page.getByRole('button', { name: 'Undo this import' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).press('Enter');
      await page.getByText('Undone', { exact: true }).waitFor();
      assert.equal(await focused(page), 'Import of vaccinations', 'the button is gone: the heading has the focus');
      assert.deepEqual([await violations(page), await tooWide(page)], [[], []], 'undone');
      await page.context().close();
    });

    it(`holds the comparison of two patients and the question before their merge, at 320 px and ${colorScheme}`, async () => {
      const page = await windowOf('org-admin', '/patients/duplicates', {
        viewport: { width: 320, height: 640 },
        colorScheme,
      });
      const compare = page.getByRole('button', { name: /^Compare/ }).first();
      const opener = await compare.getAttribute('aria-label');
      await compare.press('Enter');
      await page.getByRole('row', { name: /^Family name/ }).waitFor();
      await holdsAndGivesFocusBack(page, opener!);
      await compare.press('Enter');
      await page.getByRole('button', { name: 'Merge into one' }).press('Enter');
      await page.getByRole('button', { name: 'Yes, merge' }).waitFor();
      await holdsAndGivesFocusBack(page, opener!);
      await page.context().close();
    });
  }
});
