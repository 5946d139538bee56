import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { root } from './run.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MS = 500;

/**
 * Runs a program as if it stood in our place: it has our terminal, gets our signals, and its end is our end. It also gets
 * SIGTERM when npm, which runs us, is killed, so that no server is left behind that nobody can see.
 */
export function runInPlace(command, args, env) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  // Ctrl-C reaches the whole group by itself; a signal sent to this process alone does not.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) whenParentIsGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

/** npm runs us through a shell, which outlives an npm that is killed: so the grandparent is watched too, where /proc shows it. */
function whenParentIsGone(act) {
  const forebears = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atFirst = forebears();
  const timer = setInterval(() => {
    if (forebears() === atFirst) return;
    clearInterval(timer);
    act();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function parentOf(pid) {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
