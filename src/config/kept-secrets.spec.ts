import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecrets } from './kept-secrets.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'white-cross-secrets-'));
  file = join(folder, 'deep/secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('draws once and keeps, for its owner alone', () => {
  const first = keptSecrets(file, ['a', 'b']);
  expect(first.a).not.toBe(first.b);
  expect(Buffer.from(first.a, 'base64url')).toHaveLength(32);
  expect(keptSecrets(file, ['a', 'b'])).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['secrets.json']);
});

it('never draws anew over a damaged file, whose secrets may still be saved', () => {
  const { a } = keptSecrets(file, ['a']);
  writeFileSync(file, `{"a": "${a.slice(0, 9)}`);
  expect(() => keptSecrets(file, ['a'])).toThrow(/cannot be read/);
  writeFileSync(file, '{}');
  expect(() => keptSecrets(file, ['a'])).toThrow(/lacks a/);
});
