import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** In a process of its own: a priority once lowered cannot be raised again, and the other specs are to run at theirs. */
const PROGRAM = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { readFile } from 'node:fs/promises';
  import { Worker } from 'node:worker_threads';
  import { once } from 'node:events';
  await readFile(process.execPath, { signal: AbortSignal.timeout(1) }).catch(() => undefined);
  const { workInBackground } = await import('./src/platform/lifecycle/background-priority.ts');
  workInBackground();
  const worker = new Worker('setInterval(() => undefined, 1000)', { eval: true });
  await once(worker, 'online');
  // The 19th field of a thread's line is its niceness; the second, in brackets, may hold blanks.
  const niceness = readdirSync('/proc/self/task').map((id) =>
    Number(readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[16]));
  console.log(JSON.stringify(niceness));
  await worker.terminate();
`;

const onLinux = existsSync('/proc/self/task') ? it : it.skip;

describe('a process that works in the background', () => {
  onLinux('has no thread that does not', async () => {
    const args = ['--experimental-transform-types', '--no-warnings', '--input-type=module', '--eval', PROGRAM];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const niceness = JSON.parse(stdout) as number[];
    expect(niceness.length).toBeGreaterThan(6);
    expect(new Set(niceness)).toEqual(new Set([10]));
  });
});
