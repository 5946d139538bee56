import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

describe('a patient', { skip: skipped }, () => {
  it('reads the own record and who looked at it, writes nothing, and sees nobody else', async () => {
    const me = (await (await as('patient'))('GET', '/auth/me')) as { patientId: string };
    const nurse = await as('nurse');
    await nurse('GET', `/patients/${me.patientId}/summary`);
    const { items } = (await nurse('GET', '/patients?limit=2')) as { items: { id: string }[] };
    const other = items.find(({ id }) => id !== me.patientId)!.id;

    const page = await windowOf('patient');
    await page.waitForURL(`**/patients/${me.patientId}`);
    const places = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    assert.deepEqual(await places.allTextContents(), ['My record']);
    const tabs = page.getByRole('navigation', { name: 'Record' }).getByRole('link');
    await tabs.first().waitFor();
    assert.deepEqual(await tabs.allTextContents(), [
      'Summary',
      'Timeline',
      'Allergies',
      'Conditions',
      'Vaccinations',
      'Vitals',
      'Growth',
      'Genome',
      'Who looked',
    ]);
    for (const tab of ['Vaccinations', 'Growth', 'Timeline']) {
      await tabs.filter({ hasText: tab }).click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await page.waitForFunction(() => document.querySelector('.skeleton') === null);
      assert.equal(await page.getByRole('alert').count(), 0, tab);
      const buttons = page.getByRole('button', { name: /Add|Edit|Retire|History|Record visit/ });
      assert.equal(await buttons.count(), 0, tab);
    }
    await page.getByRole('button', { name: 'Print' }).waitFor();

    await tabs.filter({ hasText: 'Genome' }).click();
    await page.getByRole('checkbox').first().waitFor();
    await tabs.filter({ hasText: 'Who looked' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'the summary of the record' })
      .filter({ hasText: 'nurse' })
      .first()
      .waitFor();

    for (const path of [`/patients/${other}`, '/audit', '/patients', '/today', '/operations']) {
      await page.goto(path);
      await page
        .getByRole('alert')
        .or(page.getByRole('heading', { name: 'This page is not for your role' }))
        .first()
        .waitFor();
    }
    await page.context().close();
  });
});
