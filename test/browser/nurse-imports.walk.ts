import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

const ROWS = 10_000;
const BAD_ROWS = 137;
/** A vaccine that no demo patient has, so that nothing is a duplicate on the first run. */
const CVX = '207';
const DAY_MS = 86_400_000;

/** Vaccinations as a nurse's spreadsheet has them: her own column names, and rows that cannot be right spread among them. */
async function aFallClinic(): Promise<string> {
  const call = await as('nurse');
  const { items } = (await call('GET', '/patients?limit=100')) as { items: { mrn: string }[] };
  const badEvery = Math.floor(ROWS / BAD_ROWS);
  const lines = ['MRN,CVX,Date given,Lot,Remark'];
  for (let row = 0; row < ROWS; row += 1) {
    const day = new Date(Date.UTC(2023, 0, 1) + Math.floor(row / items.length) * DAY_MS).toISOString().slice(0, 10);
    const isBad = row % badEvery === 0 && row / badEvery < BAD_ROWS;
    lines.push(`${items[row % items.length]!.mrn},${CVX},${isBad ? '31.02.2023' : day},L${row},fall clinic`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** The rejected rows as the nurse sends them back: each with a day that exists. */
function corrected(rejected: string): string {
  let day = Date.UTC(2024, 6, 1);
  return rejected.replaceAll('31.02.2023', () => new Date((day += DAY_MS)).toISOString().slice(0, 10));
}

async function chooseFile(page: Page, csv: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'fall-clinic.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
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
  it('maps its columns, sees the problems at their cells, knows what became of every row, and sends the bad ones again', async () => {
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

    await page.getByRole('link', { name: 'Import another file' }).focus();
    await page.keyboard.press('Enter');
    await chooseFile(page, corrected(rejected));
    await startImport(page);
    await page.getByText('Done', { exact: true }).waitFor();
    const repaired = await figures(page);
    assert.equal(repaired['Rows'], BAD_ROWS);
    assert.equal(repaired['Rejected'], 0);
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
