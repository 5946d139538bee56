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
      assert.deepEqual(await violations(page), [], button);
      const excess = await page.evaluate(() => {
        const dialog = document.querySelector('dialog[open]')!;
        return dialog.scrollWidth - dialog.clientWidth;
      });
      assert.ok(excess <= 0, `${button} is ${excess} px too wide`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.context().close();
  });
});
