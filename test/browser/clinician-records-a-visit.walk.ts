import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('a clinician at work, by keyboard alone', { skip: skipped }, () => {
  it('finds a patient despite a typing error, answers a question, and sees the visit on the timeline', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Keyworthington');
    await call('POST', `/patients/${id}/allergies`, { allergen: 'Walnut', severity: 'LIFE_THREATENING' });

    const page = await windowOf('clinician', '/patients');
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('Keywortington');
    await page.locator('tbody tr:first-child', { hasText: 'Keyworthington, Wanda' }).waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keyworthington, Wanda');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Wanda Keyworthington' }).waitFor();
    assert.match(await page.getByLabel('Allergies').innerText(), /Walnut\s*Life-threatening/);

    await page.getByRole('button', { name: 'Record visit' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Record visit' }).waitFor();
    await page.getByLabel('Height, cm').focus();
    await page.keyboard.type('139.5');
    await page.keyboard.press('Tab');
    await page.keyboard.type('33.4');
    await page.getByLabel('Temperature, °C').focus();
    await page.keyboard.type('3.71');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Temperature 3.71 °C is unusual').waitFor();
    await page.keyboard.press('Enter');

    await page.getByLabel('Temperature, °C').fill('37.1');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Timeline' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Height 139.5 cm · Weight 33.4 kg · Temperature 37.1 °C').waitFor();
    await page.context().close();
  });

  it('keeps the allergies in sight at the end of a long page, and on a small screen', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Longpage');
    await call('POST', `/patients/${id}/allergies`, { allergen: 'Latex', severity: 'SEVERE' });
    for (let day = 1; day <= 28; day += 1) {
      const occurredAt = `2025-02-${String(day).padStart(2, '0')}T15:00:00Z`;
      await call('POST', `/patients/${id}/health-records`, { type: 'NOTE', occurredAt, description: `Day ${day}` });
    }
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 320, height: 640 },
    ]) {
      const page = await windowOf('clinician', `/patients/${id}/timeline`, { viewport });
      await page.getByText('Day 1', { exact: true }).scrollIntoViewIfNeeded();
      const box = await page.getByLabel('Allergies').getByText('Latex').boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= viewport.height, `in sight at ${viewport.width} px`);
      await page.context().close();
    }
  });

  it('keeps the allergies in sight when a tab cannot be fetched, and brings it when it can', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Offlineberg');
    await call('POST', `/patients/${id}/allergies`, { allergen: 'Penicillin', severity: 'SEVERE' });
    const page = await windowOf('clinician', `/patients/${id}`);
    await page.getByRole('heading', { name: 'Latest vitals' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Growth' }).click();
    await page.getByRole('alert').getByText('The page could not be fetched').waitFor();
    await page.getByText('No connection. What you see may be old').waitFor();
    assert.equal(await page.getByLabel('Allergies').getByText('Penicillin').isVisible(), true);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Growth' }).waitFor();
    await page.context().close();
  });

  it('is led to the field that is refused', async () => {
    const call = await as('clinician');
    const { id } = await aPatient(call, 'Hochmann');
    const page = await windowOf('clinician', `/patients/${id}`, { viewport: { width: 390, height: 700 } });
    await page.getByRole('button', { name: 'Record visit' }).click();
    await page.getByLabel('Height, cm').fill('1395');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'I have checked' }).click();
    await page.getByText('each says what is wrong').waitFor();
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement).name === 'heightCm');
    await page.context().close();
  });
});
