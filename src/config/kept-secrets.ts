import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Secrets that nobody set: drawn once and kept in `file` (mode 0600), so that what they protect outlives a restart.
 * Processes that start at one time agree on one file, for it appears complete or not at all.
 *
 * @returns 32 random bytes in base64url for each name
 */
export function keptSecrets<Name extends string>(file: string, names: readonly Name[]): Record<Name, string> {
  return read(file, names) ?? create(file, names);
}

function read<Name extends string>(file: string, names: readonly Name[]): Record<Name, string> | undefined {
  let stored: Partial<Record<Name, string>>;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<Name, string>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const reason = (error as Error).message;
    throw new Error(`${file} cannot be read, and what it protects is lost without it: ${reason}`, { cause: error });
  }
  const missing = names.filter((name) => typeof stored[name] !== 'string');
  if (missing.length > 0) throw new Error(`${file} lacks ${missing.join(', ')}`);
  return stored as Record<Name, string>;
}

function create<Name extends string>(file: string, names: readonly Name[]): Record<Name, string> {
  mkdirSync(dirname(file), { recursive: true });
  const drawn = names.map((name) => [name, randomBytes(32).toString('base64url')]);
  const secrets = Object.fromEntries(drawn) as Record<Name, string>;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    return secrets;
  } catch (error) {
    const theirs = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(file, names) : undefined;
    if (!theirs) throw error;
    return theirs;
  } finally {
    rmSync(draft);
  }
}
