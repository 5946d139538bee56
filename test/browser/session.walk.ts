import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEMO_PASSWORD, openWindow, signIn, skipped, windowOf } from './chromium.ts';
import { aPatient, as } from './service-calls.ts';

describe('a session in the browser', { skip: skipped }, () => {
  it('says clearly that a password is wrong, and lets the right one in', async () => {
    const page = await openWindow();
    await page.goto('/patients');
    await page.getByLabel('Email').fill('clinician@lincoln.demo');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Email and password do not match').waitFor();
    await signIn(page, 'clinician', '/patients');
    await page.getByRole('heading', { name: 'Patients' }).waitFor();
    await page.context().close();
  });

  it('leads a deep link through sign-in and a reload to the same page', async () => {
    const { id } = await aPatient(await as('clinician'), 'Deeplink');
    const page = await windowOf('clinician', `/patients/${id}/conditions`);
    await page.getByRole('heading', { name: 'Wanda Deeplink' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Conditions', exact: true }).and(page.locator('[aria-current]')).waitFor();
    await page.context().close();
  });

  it('renews an expired access token without showing anything of it', async () => {
    const page = await windowOf('clinician', '/patients');
    await page.getByRole('table').waitFor();
    await page.context().clearCookies({ name: 'access_token' });
    await page.getByRole('searchbox').fill('a');
    await page.waitForResponse((response) => response.url().includes('search=a') && response.status() === 200);
    assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0);
    await page.context().close();
  });

  it('locks, shows nothing of the patient, ends the session on the server, and comes back to the half-filled form', async () => {
    const { id } = await aPatient(await as('clinician'), 'Lockwood');
    const page = await windowOf('clinician', `/patients/${id}`);
    await page.getByRole('button', { name: 'Record visit' }).click();
    await page.getByLabel('Height, cm').fill('141');
    const loggedOut = page.waitForResponse((response) => response.url().endsWith('/auth/logout'));
    // Fifteen minutes later, as far as the page can tell.
    await page.evaluate(() => {
      const real = Date.now;
      Date.now = () => real() + 16 * 60_000;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByRole('dialog', { name: 'Locked' }).waitFor();
    await loggedOut;
    assert.equal(await page.getByRole('heading', { name: 'Wanda Lockwood' }).isVisible(), false);
    assert.equal(await page.evaluate(async () => (await fetch('/api/auth/me')).status), 401);

    await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Locked' }).waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Height, cm').inputValue(), '141');
    await page.context().close();
  });

  it('shows each role only where it has work to do', async () => {
    const page = await windowOf('ops');
    const places = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
    assert.deepEqual(places, ['Operations']);
    await page.context().close();
    for (const [person, path] of [
      ['ops', '/patients'],
      ['nurse', '/operations'],
      ['receptionist', '/imports/new'],
      ['patient', '/patients'],
    ] as const) {
      const elsewhere = await windowOf(person, path);
      await elsewhere.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
      assert.equal(await elsewhere.getByRole('alert').count(), 0, `${person} at ${path}: one answer, and no faults`);
      await elsewhere.context().close();
    }
  });

  it('opens the menu of a small screen and closes it by Escape, back on its button', async () => {
    const page = await windowOf('nurse', '/today', { viewport: { width: 390, height: 800 } });
    const menu = page.getByRole('button', { name: 'Menu' });
    await menu.press('Enter');
    await page.getByRole('link', { name: 'Imports' }).focus();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Menu');
    assert.equal(await menu.getAttribute('aria-expanded'), 'false');
    await page.context().close();
  });

  it('says that the network is gone, and that it is back', async () => {
    const page = await windowOf('clinician', '/patients');
    await page.getByRole('table').waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
