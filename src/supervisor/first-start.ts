import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { StartupError } from './startup-error.js';

/** Whether the database holds no organization, so that nobody could log in. */
export async function isEmpty(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM organizations) AS empty');
    return rows[0]?.empty === true;
  } finally {
    await client.end();
  }
}

/** Makes the demo data in a process of its own, so that the supervisor stays small; cut off by `ending`, it leaves nothing. */
export async function makeDemo(
  command: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
  ending: AbortSignal,
): Promise<void> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: { ...environment, ROLE: 'demo' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const kill = (): boolean => child.kill();
  ending.addEventListener('abort', kill, { once: true });
  const [status] = (await once(child, 'exit')) as [number | null];
  ending.removeEventListener('abort', kill);
  ending.throwIfAborted();
  if (status !== 0) throw new StartupError('The demo data could not be made (see above); DEMO=false starts without.');
}
