import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('a pupil who changes school', { skip: skipped }, () => {
  it('is moved with the whole record, and is gone from the school before', async () => {
    const [former, next] = [await as('nurse'), await as('nurse', 'riverside')];
    const { id, mrn } = await aPatient(former, 'Umzug');
    await former('POST', `/patients/${id}/allergies`, { allergen: 'Latex', severity: 'SEVERE' });
    const page = await windowOf('superadmin', `/patients/${id}`);
    await page.getByRole('button', { name: 'Move to another school' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move to another school' });
    await dialog.getByLabel('New school').selectOption({ label: 'Riverside High School' });
    await dialog.getByLabel('Record number there').fill(`NEW-${mrn}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Moved to Riverside High School.').waitFor();
    await page.getByText(`MRN NEW-${mrn}`).waitFor();
    await page.context().close();
    await assert.rejects(former('GET', `/patients/${id}`), /answered 404/);
    const { items } = (await next('GET', `/patients/${id}/allergies`)) as { items: unknown[] };
    assert.equal(items.length, 1);
  });
});
