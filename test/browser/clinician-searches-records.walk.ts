import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('the worklist', { skip: skipped }, () => {
  it('is narrowed by what stands in its address, and by keyboard opened', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Filterova');
    await call('POST', `/patients/${id}/allergies`, { allergen: 'Bee venom', severity: 'LIFE_THREATENING' });
    const page = await windowOf('clinician', '/patients?need=action-plan&grade=5');
    const row = page.getByRole('link', { name: 'Filterova, Wanda' }).first();
    await row.waitFor();
    await page.getByLabel('Grade').fill('11');
    await page.keyboard.press('Enter');
    await page.getByText('Nobody matches these filters').waitFor();
    assert.equal(new URL(page.url()).search, '?need=action-plan&grade=11');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Needs').selectOption('severe-allergy');
    await page.getByRole('searchbox').fill('filterova');
    await row.waitFor();
    await page.reload();
    await row.waitFor();
    await page.getByRole('searchbox').press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Wanda Filterova' }).waitFor();
    await page.context().close();
  });
});

describe('what was written', { skip: skipped }, () => {
  it('is found by words, marked and never run, and leads to the record', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Suchmann');
    await call('POST', `/patients/${id}/health-records`, {
      type: 'INCIDENT',
      occurredAt: new Date().toISOString(),
      description: 'Fell off the carousel and cried',
      provider: '<img src=x onerror="document.title=1">',
      notes: 'The carousel is to be mended',
    });
    const page = await windowOf('clinician', '/today');
    await page.getByRole('link', { name: 'Search records' }).click();
    await page.getByLabel('Words').fill('carousel');
    await page.keyboard.press('Enter');
    const hit = page.getByRole('listitem').filter({ hasText: 'Suchmann, Wanda' }).first();
    await hit.getByText('<img src=x').waitFor();
    assert.deepEqual([...new Set(await hit.locator('mark').allTextContents())], ['carousel']);
    assert.equal(new URL(page.url()).searchParams.get('q'), 'carousel');
    await page.reload();
    await hit.getByRole('link').click();
    await page.getByRole('heading', { name: 'Wanda Suchmann' }).waitFor();
    await page.context().close();
  });

  it('and retired by mistake is taken back from the toast, by keyboard', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Rückholer');
    await call('POST', `/patients/${id}/allergies`, { allergen: 'Penicillin', severity: 'SEVERE' });
    const page = await windowOf('clinician', `/patients/${id}/allergies`);
    await page.getByRole('button', { name: 'Retire: Penicillin' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).press('Enter');
    await page.getByText('Retired. Its history is kept.').waitFor();
    await page.getByRole('heading', { name: 'No allergies recorded' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('Restored.').waitFor();
    await page.getByRole('row').filter({ hasText: 'Penicillin' }).waitFor();
    await page.getByRole('button', { name: 'History: Penicillin' }).press('Enter');
    await page.getByRole('dialog').getByText('Restored', { exact: true }).waitFor();
    await page.getByLabel('As it was on').fill('2001-01-01');
    await page.getByText('this record was not there').waitFor();
    await page.context().close();
  });
});
