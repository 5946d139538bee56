import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Something that the person at the keyboard has to put right; its message is all they need to see. */
export class SetupError extends Error {}

export function say(message) {
  console.error(`white-cross: ${message}`);
}

/** Runs a command to its end with its output shown; tells whether it succeeded. */
export function runs(command, args, { env = {}, quiet = false } = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** Runs npm: the one that runs us, if one does. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? runs(process.execPath, [cli, ...args]) : runs('npm', args);
}
