import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = ['JWT_SECRET', 'KEY_ENCRYPTION_KEY', 'BLIND_INDEX_KEY', 'AUDIT_SIGNING_KEY'] as const;

export type DevelopmentSecrets = Record<(typeof NAMES)[number], string>;

/**
 * The secrets of an installation where nobody set any: drawn once, kept in `DATA_DIR/secrets.json` (mode 0600), so that sessions
 * and sealed data outlive a restart. Processes that start at one time agree on one file, for it appears complete or not at all.
 */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  const path = join(dataDir, 'secrets.json');
  return read(path) ?? create(dataDir, path);
}

function read(path: string): DevelopmentSecrets | undefined {
  let stored: Partial<DevelopmentSecrets>;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8')) as Partial<DevelopmentSecrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read; what it protected is lost without it (${(error as Error).message})`, {
      cause: error,
    });
  }
  const missing = NAMES.filter((name) => typeof stored[name] !== 'string');
  if (missing.length > 0) throw new Error(`${path} lacks ${missing.join(', ')}`);
  return stored as DevelopmentSecrets;
}

function create(dataDir: string, path: string): DevelopmentSecrets {
  mkdirSync(dataDir, { recursive: true });
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, randomBytes(32).toString('base64')]),
  ) as DevelopmentSecrets;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
    return secrets;
  } catch (error) {
    const theirs = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(path) : undefined;
    if (!theirs) throw error;
    return theirs;
  } finally {
    rmSync(draft);
  }
}
