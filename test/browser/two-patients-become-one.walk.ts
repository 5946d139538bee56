import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipped, windowOf } from './chromium.ts';
import { as } from './service-calls.ts';

describe('a patient registered twice', { skip: skipped }, () => {
  it('is found, compared, merged, and made two again', async () => {
    const nurse = await as('nurse');
    const me = (await nurse('GET', '/auth/me')) as { organizationId: string };
    const suffix = Date.now();
    const person = { givenName: 'Dorothea', birthDate: '2013-07-19', sex: 'female', organizationId: me.organizationId };
    const register = async (mrn: string, familyName: string): Promise<string> =>
      ((await nurse('POST', '/patients', { ...person, mrn, familyName })) as { id: string }).id;
    const [keptMrn, goneMrn] = [`TWO-${suffix}-1`, `TWO-${suffix}-2`];
    const kept = await register(keptMrn, 'Zwillingsdotter');
    const gone = await register(goneMrn, 'Zwillingsdoter');
    await nurse('POST', `/patients/${gone}/allergies`, { allergen: 'Latex', severity: 'SEVERE' });

    const page = await windowOf('org-admin', '/patients');
    await page.getByRole('link', { name: 'Likely duplicates' }).click();
    const row = page.getByRole('row').filter({ hasText: keptMrn });
    await row.getByText('Birth date same').waitFor();
    await row.getByRole('button').click();
    const comparison = page.getByRole('dialog', { name: 'Are these the same person?' });
    await comparison.getByRole('row', { name: /Family name.*Zwillingsdotter.*Zwillingsdoter/ }).waitFor();
    await comparison.getByText(keptMrn, { exact: true }).last().click();
    await comparison.getByRole('button', { name: 'Merge into one' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Yes, merge' }).click();
    await page.getByText('Merged; 1 record moved.').waitFor();
    await row.waitFor({ state: 'detached' });
    const allergies = async (id: string): Promise<unknown[]> =>
      ((await nurse('GET', `/patients/${id}/allergies`)) as { items: unknown[] }).items;
    assert.equal((await allergies(kept)).length, 1);

    await page.goto(`/patients/${kept}/merges`);
    await page.getByRole('button', { name: `Undo the merge of ${goneMrn}` }).click();
    await page.getByText('Two patients again.').waitFor();
    await page.getByText(/^Undone /).waitFor();
    assert.deepEqual(await allergies(kept), []);
    assert.equal((await allergies(gone)).length, 1);

    await page.goto('/patients/duplicates');
    await row.getByRole('button').click();
    await comparison.getByRole('button', { name: 'Two people: do not show again' }).click();
    await page.getByText('Kept apart.').waitFor();
    await row.waitFor({ state: 'detached' });
    await page.context().close();
  });
});
