import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Something that the person at the keyboard has to put right; its message is all they need to see. */
export class SetupError extends Error {}

export function say(message) {
  console.error(`white-cross: ${message}`);
}

/** Runs a command to its end and tells whether it succeeded; with `quiet`, its output is shown only if it did not. */
export function runs(command, args, { env = {}, quiet = false, silent = false } = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet || silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (quiet && status !== 0) process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  return status === 0;
}

/** Runs npm: the one that runs us, if one does. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? runs(process.execPath, [cli, ...args], options) : runs('npm', args, options);
}
