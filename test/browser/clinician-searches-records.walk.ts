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

describe('a long worklist', { skip: skipped }, () => {
  it('is walked by keyboard from group to group, told whole to a screen reader, and printed as one table', async () => {
    const page = await windowOf('nurse', '/patients');
    const names = page.locator('.worklist tbody a');
    await names.first().waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('.worklist tbody:nth-of-type(4) a').first().waitFor();
    const listed = await names.allTextContents();
    assert.ok(listed.length > 75, 'more than three groups');
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);

    await page.getByRole('searchbox').press('ArrowDown');
    for (let step = 0; step < 54; step += 1) await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), listed[54]);
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), listed[44]);

    const table = page.getByRole('table', { name: 'Patients' });
    assert.equal(await table.getByRole('row').count(), listed.length + 1);
    assert.equal(
      await table.getByRole('columnheader').count(),
      await table.locator('tbody tr').first().locator('td').count(),
    );
    await page.emulateMedia({ media: 'print' });
    const drawn = await page.evaluate(() => {
      const body = document.querySelector('.worklist tbody:last-of-type')!;
      const { display, contentVisibility } = getComputedStyle(body);
      return { display, contentVisibility };
    });
    assert.deepEqual(drawn, { display: 'table-row-group', contentVisibility: 'visible' });
    await page.emulateMedia({ media: 'screen' });

    // Narrowed to a few, the others are out of reach at once, and a step down from the last of them leads nowhere.
    const search = page.getByRole('searchbox');
    await search.fill(listed[0]!.split(',')[0]!);
    await page.waitForFunction(() => document.querySelectorAll('.worklist tbody').length === 1);
    assert.equal(await names.first().textContent(), listed[0]);
    await names.last().focus();
    const last = await focused();
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), last);
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
    // The row is gone: the next key press takes it back.
    await page.waitForFunction(() => document.activeElement?.textContent === 'Undo');
    await page.keyboard.press('Enter');
    await page.getByText('Restored.').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.getByRole('row').filter({ hasText: 'Penicillin' }).waitFor();
    await page.getByRole('button', { name: 'History: Penicillin' }).press('Enter');
    await page.getByRole('dialog').getByText('Restored', { exact: true }).waitFor();
    await page.getByLabel('As it was on').fill('2001-01-01');
    await page.getByText('this record was not there').waitFor();
    await page.context().close();
  });
});
