import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

const ROWS = 10_000;
const BAD_ROWS = 137;
const MANY_ROWS = 100_000;
/** A vaccine that no demo patient has, so that nothing is a duplicate on the first run. */
const CVX = '207';
const DAY_MS = 86_400_000;

/** The numbers of the demo's patients. */
async function mrns(): Promise<string[]> {
  const call = await as('nurse');
  const { items } = (await call('GET', '/patients?limit=100')) as { items: { mrn: string }[] };
  return items.map(({ mrn }) => mrn);
}

/** Vaccinations as a nurse's spreadsheet has them: her own column names, and rows that cannot be right spread among them. */
async function aFallClinic(): Promise<string> {
  const patients = await mrns();
  const badEvery = Math.floor(ROWS / BAD_ROWS);
  const lines = ['MRN,CVX,Date given,Lot,Remark'];
  for (let row = 0; row < ROWS; row += 1) {
    const day = new Date(Date.UTC(2023, 0, 1) + Math.floor(row / patients.length) * DAY_MS).toISOString().slice(0, 10);
    const isBad = row % badEvery === 0 && row / badEvery < BAD_ROWS;
    lines.push(`${patients[row % patients.length]!},${CVX},${isBad ? '31.02.2023' : day},L${row},fall clinic`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** So many rows that are all right, each another fact. */
async function aDistrict(rows: number): Promise<string> {
  const patients = await mrns();
  const lines = ['mrn,type,occurred_at,description'];
  for (let row = 0; row < rows; row += 1) {
    const at = new Date(Date.UTC(2015, 0, 1) + Math.floor(row / patients.length) * 3_600_000).toISOString();
    lines.push(`${patients[row % patients.length]!},SCREENING,${at},Hearing screening of the district`);
  }
  return lines.join('\n');
}

/** The rejected rows as the nurse sends them back: each with a day that exists. */
function corrected(rejected: string): string {
  let day = Date.UTC(2024, 6, 1);
  return rejected.replaceAll('31.02.2023', () => new Date((day += DAY_MS)).toISOString().slice(0, 10));
}

async function press(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await page.getByRole(role, { name }).focus();
  await page.keyboard.press('Enter');
}

async function chooseFile(page: Page, file: string | Buffer | { path: string }): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await page.keyboard.press('Enter');
  // A large one lies on the disk, as a nurse's does: handed over as bytes it would hold up the page by itself.
  const isOnDisk = typeof file === 'object' && 'path' in file;
  await (
    await chooser
  ).setFiles(isOnDisk ? file.path : { name: 'fall-clinic.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await page.getByText('as they would be imported').waitFor();
}

async function startImport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Import', exact: true }).focus();
  await page.keyboard.press('Enter');
}

async function figures(page: Page): Promise<Record<string, number>> {
  const found = await page
    .locator('.counts > div')
    .evaluateAll((cells) =>
      cells.map((cell) => [
        cell.querySelector('dt')!.textContent,
        Number(cell.querySelector('dd')!.textContent.replaceAll(',', '')),
      ]),
    );
  return Object.fromEntries(found) as Record<string, number>;
}

describe('a nurse imports a file, by keyboard alone', { skip: skipped }, () => {
  it('maps its columns, sees the problems at their cells, knows what became of every row, repairs the bad ones, and undoes it all', async () => {
    const csv = await aFallClinic();
    const page = await windowOf('nurse', '/imports');
    await page.getByRole('link', { name: 'New import' }).focus();
    await page.keyboard.press('Enter');
    await chooseFile(page, csv);
    assert.equal(await page.getByLabel('Column “Date given” is').inputValue(), 'administered_on');
    assert.equal(await page.getByLabel('Column “Remark” is').inputValue(), '');
    assert.ok((await page.locator('td.faulty', { hasText: '31.02.2023' }).count()) > 0);

    await startImport(page);
    await page.getByText('Done, with rejected rows').waitFor();
    const counts = await figures(page);
    assert.equal(counts['Rows'], ROWS);
    assert.equal(counts['Rejected'], BAD_ROWS);
    assert.equal(counts['Added']! + counts['Already there']! + counts['Rejected'], ROWS);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download rejected rows' }).focus();
    await page.keyboard.press('Enter');
    const rejected = await readFile(await (await download).path(), 'utf8');
    assert.equal(rejected.trim().split('\n').length, BAD_ROWS + 1);

    const sending = page.waitForEvent('filechooser');
    await press(page, 'button', 'Send corrected rows');
    await (await sending).setFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(corrected(rejected)) });
    await page.getByText('Done', { exact: true }).waitFor();
    const repaired = await figures(page);
    assert.equal(repaired['Rows'], ROWS);
    assert.equal(repaired['Rejected'], 0);
    assert.equal(repaired['Added']! + repaired['Already there']!, ROWS);
    assert.ok(repaired['Added']! > counts['Added']!);

    await press(page, 'button', 'Undo this import');
    const dialog = page.getByRole('dialog', { name: 'Undo this import?' });
    const added = repaired['Added']!.toLocaleString('en');
    await dialog.getByText(`${added} records that it added are taken back.`).waitFor();
    await dialog.getByRole('button', { name: 'Undo import' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(`${added} records were taken back.`).waitFor();
    await page.getByText('Undone', { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Undo this import' }).count(), 0);
    await page.context().close();
  });

  it('keeps the columns of a file under a name, and is offered them by the next file', async () => {
    const name = `Clinic ${Date.now()}`;
    const csv = Buffer.from(`Kind,Impfstoff,Tag\r\n${(await mrns())[0]!},${CVX},2022-02-02\r\n`);
    const page = await windowOf('nurse', '/imports/new');
    await chooseFile(page, csv);
    for (const [column, field] of [
      ['Kind', 'mrn'],
      ['Impfstoff', 'cvx'],
      ['Tag', 'administered_on'],
    ] as const) {
      await page.getByLabel(`Column “${column}” is`).selectOption(field);
    }
    await press(page, 'button', 'Save these columns');
    await page.getByRole('dialog').getByLabel('Name').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await chooseFile(page, csv);
    await page.getByText(`These columns look like “${name}”.`).waitFor();
    await press(page, 'button', 'Use it');
    assert.equal(await page.getByLabel('Column “Kind” is').inputValue(), 'mrn');
    await page.getByText('These rows look right.').waitFor();
    await press(page, 'button', `Delete “${name}”`);
    await page.getByRole('option', { name }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is answered at once while a hundred thousand rows go in', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'white-cross-walk-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'district.csv');
    await writeFile(path, await aDistrict(MANY_ROWS));
    const page = await windowOf('nurse', '/imports/new');
    await page.evaluate(() => {
      const watched = window as unknown as { longestTaskMs: number };
      watched.longestTaskMs = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          watched.longestTaskMs = Math.max(watched.longestTaskMs, duration);
        }
      }).observe({ type: 'longtask' });
    });
    await page.getByRole('radio', { name: 'Visits' }).check();
    await chooseFile(page, { path });
    await startImport(page);
    await page.getByRole('button', { name: 'Cancel import' }).waitFor();
    // Leaves the page and comes back while the rows go in: both are answered before the import ends.
    await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Imports', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Visits' }).first().click();
    await page.getByText('Done', { exact: true }).waitFor();
    const counts = await figures(page);
    assert.equal(counts['Rows'], MANY_ROWS);
    assert.equal(counts['Added']! + counts['Already there']!, MANY_ROWS);
    const longest = await page.evaluate(() => (window as unknown as { longestTaskMs: number }).longestTaskMs);
    t.diagnostic(`the longest task of the page's main thread took ${Math.round(longest)} ms`);
    await press(page, 'button', 'Undo this import');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('Undone', { exact: true }).waitFor();
    await page.context().close();
  });

  it('is told clearly that a file is not what it seems', async () => {
    const page = await windowOf('nurse', '/imports/new');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    const zip = Buffer.from('504b0304140000000800', 'hex');
    await (await chooser).setFiles({ name: 'names.csv', mimeType: 'text/csv', buffer: zip });
    await page.getByRole('alert').getByText('This could not be loaded').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Import', exact: true }).count(), 0);
    await page.context().close();
  });
});
