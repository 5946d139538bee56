import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aSmallGenome } from './a-small-genome.ts';
import { skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('a genome', { skip: skipped }, () => {
  it('is read after consent, looked up, explained only as far as agreed, and deleted for good', async () => {
    const { id } = await aPatient(await as('clinician'), 'Genesworth');
    const page = await windowOf('clinician', `/patients/${id}/genome`);
    const upload = page.getByRole('button', { name: 'Upload a genome' });
    assert.equal(await upload.getAttribute('aria-disabled'), 'true');
    await page.getByLabel('has agreed to this upload').check();
    const chooser = page.waitForEvent('filechooser');
    await upload.click();
    await (await chooser).setFiles({ name: 'genome.txt', mimeType: 'text/plain', buffer: aSmallGenome() });
    await page.getByText('Ready', { exact: true }).waitFor();

    await page.getByLabel('Marker or region').fill('rs429358');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('cell', { name: '19:45,411,941' }).waitFor();

    await page.getByText('Nothing is interpreted before the patient has agreed').waitFor();
    assert.equal(await page.getByText('CYP2C19').count(), 0);
    await page.getByLabel('Agrees to be shown results').check();
    await page.getByText('CYP2C19').first().waitFor();
    assert.equal(await page.getByRole('cell', { name: /^APOE/ }).count(), 0);
    await page.getByLabel('Agrees to be shown APOE').check();
    await page.getByRole('cell', { name: /^APOE/ }).first().waitFor();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Certificate of deletion' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('No genome uploaded').waitFor();
    await page.context().close();
  });
});
