import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { substituteUser, withoutRoot } from './unprivileged.js';

interface ClusterOptions {
  initdb: string;
  /** Where the cluster shall be. */
  directory: string;
  /** Password of the superuser `postgres`. */
  password: string;
  /** Whether files are flushed to disk; tests do without. */
  durable: boolean;
}

/**
 * Makes a database cluster unless there is one. It is made beside its place and then moved there, so that a cluster whose making
 * was interrupted is never taken for one. Text is compared by code point, whatever the system's locales are.
 */
export async function ensureCluster({ initdb, directory, password, durable }: ClusterOptions): Promise<void> {
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const draft = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const user = substituteUser();
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await run(
      initdb,
      [
        `--pgdata=${draft}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      dirname(directory),
    );
  } finally {
    rmSync(passwordFile);
  }
  renameSync(draft, directory);
}

async function run(command: string, args: string[], near: string): Promise<void> {
  const { options, ...line } = withoutRoot(command, args, [command, join(near, 'x')]);
  const child = spawn(line.command, line.args, { ...options, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`initdb could not make the embedded database: ${complaint.trim()}`);
}
