import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';

describe('a nurse who needs a file', { skip: skipped }, () => {
  it('orders it by keyboard, sees it become ready, and gets it', async () => {
    const page = await windowOf('nurse', '/exports');
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Vaccinations' });
    await page.getByRole('button', { name: 'Start export' }).focus();
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: 'Download Vaccinations, CSV' });
    await link.waitFor();
    await link.focus();
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const download = await coming;
    assert.match(download.suggestedFilename(), /^vaccinations-\d{4}-\d{2}-\d{2}\.csv$/);
    const [header = '', ...rows] = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').split('\n');
    assert.match(header, /^mrn,cvx,administered_on,/);
    assert.ok(rows.filter(Boolean).length > 0);
    await page.context().close();
  });

  it('is told what a password must be, and loses nothing of what was chosen', async () => {
    const page = await windowOf('nurse', '/exports');
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Allergies' });
    await page.getByLabel(/^Password/).fill('short');
    await page.getByRole('button', { name: 'Start export' }).click();
    await page.getByText('must have at least 12 characters').waitFor();
    assert.equal(await page.getByLabel('What', { exact: true }).inputValue(), 'allergies');
    await page.context().close();
  });
});
