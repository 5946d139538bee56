import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { runningApp } from './running-app.ts';

const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Generous, because nothing here measures speed: a walk only fails on what never comes. */
const PATIENCE_MS = Number(process.env['WALK_PATIENCE_MS'] ?? 60_000);
export const DEMO_PASSWORD = process.env['DEMO_PASSWORD'] ?? 'White-Cross-Demo-1';

const path = CANDIDATES.find((candidate) => candidate !== undefined && existsSync(candidate));

/** Why the walks cannot run here, or false. Said loudly once: a skipped walk proves nothing. */
export const skipped: string | false = path === undefined ? 'no Chromium on this machine' : false;
if (skipped)
  process.stdout.write('\n*** BROWSER WALKS SKIPPED: no Chromium found; install it or set CHROMIUM_PATH ***\n\n');

let launching: Promise<Browser> | undefined;

// At the top level, so that it ends with the run and not with the first walk that opened a window.
after(async () => {
  await (await launching)?.close();
});

function browser(): Promise<Browser> {
  launching ??= chromium.launch({ executablePath: path!, args: FLAGS });
  return launching;
}

export type Person =
  | 'nurse'
  | 'clinician'
  | 'receptionist'
  | 'org-admin'
  | 'auditor'
  | 'ops'
  | 'patient'
  | 'superadmin';

/** A fresh window of the running application. Any uncaught error of the page fails the walk. */
export async function openWindow(options: BrowserContextOptions = {}): Promise<Page> {
  const { url } = await runningApp();
  const context = await (
    await browser()
  ).newContext({ baseURL: url, viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw new Error(`The page threw: ${error.message}`, { cause: error });
  });
  return page;
}

export function emailOf(person: Person, school = 'lincoln'): string {
  return person === 'superadmin' ? 'superadmin@white-cross.demo' : `${person}@${school}.demo`;
}

/** Signs in by keyboard, and waits for the frame of the application. */
export async function signIn(page: Page, person: Person, path = '/', school = 'lincoln'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Email').fill(emailOf(person, school));
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('main').and(page.locator('#content')).waitFor();
}

/** A window in which someone is signed in already. */
export async function windowOf(person: Person, path = '/', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openWindow(options);
  await signIn(page, person, path);
  return page;
}
