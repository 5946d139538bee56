import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openWindow, signIn, skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('broken glass', { skip: skipped }, () => {
  it('opens a record for a stated reason, and the auditor of that school finds who did it and why', async () => {
    const { id } = await aPatient(await as('clinician', 'riverside'), 'Glassford');
    const reason = 'Unconscious at the stadium, medication unknown.';

    const clinician = await windowOf('clinician', `/patients/${id}`);
    await clinician.getByText('It may have been removed, or it belongs to another organization.').waitFor();
    await clinician.getByLabel('Reason').fill(reason);
    await clinician.getByRole('button', { name: 'Open the record' }).click();
    await clinician.getByRole('heading', { name: 'Wanda Glassford' }).waitFor();
    await clinician.context().close();

    const administrator = await openWindow();
    await signIn(administrator, 'org-admin', '/today', 'riverside');
    const alert = administrator.getByRole('alert').filter({ hasText: 'Glassford' });
    await alert.getByText(reason).waitFor();
    await alert.getByRole('button', { name: 'I have taken note' }).click();
    await administrator.getByText('Noted in the audit log.').waitFor();
    await alert.waitFor({ state: 'detached' });
    await administrator.context().close();

    const auditor = await openWindow();
    await signIn(auditor, 'auditor', `/audit?patientId=${id}`, 'riverside');
    await auditor.getByLabel('broken glass').check();
    await auditor.getByRole('button', { name: 'Search' }).click();
    const row = auditor.getByRole('row', { name: /Break glass/ });
    await row.first().waitFor();
    await row.first().getByRole('button', { name: 'Details' }).click();
    await auditor.getByRole('dialog').getByText(reason).waitFor();
    await auditor.keyboard.press('Escape');

    await auditor.getByRole('link', { name: 'Who saw this patient' }).click();
    await auditor
      .getByRole('row', { name: /clinician/ })
      .first()
      .waitFor();
    await auditor.context().close();
  });

  it('verifies the trail on request', async () => {
    const page = await windowOf('auditor', '/audit');
    await page.getByRole('button', { name: 'Verify' }).click();
    const verdict = await page.getByText(/events in .* batches/).innerText();
    assert.match(verdict, /^[\d,]+ events in [\d,]+ batches/);
    await page.getByText('The trail is intact.').waitFor();
    await page.context().close();
  });
});
