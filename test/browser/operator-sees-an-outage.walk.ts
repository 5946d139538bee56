import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { skipped, windowOf } from './chromium.ts';
import { runningApp } from './running-app.ts';

/** The process id of the application's own Redis, as Redis tells it. */
async function redisPid(dataDir: string): Promise<number> {
  const { redis: password } = JSON.parse(readFileSync(join(dataDir, 'embedded.json'), 'utf8')) as { redis: string };
  const port = Number(readFileSync(join(dataDir, 'redis/port'), 'utf8'));
  const client = new Redis({ host: '127.0.0.1', port, password });
  try {
    return Number(/process_id:(\d+)/.exec(await client.info('server'))![1]);
  } finally {
    client.disconnect();
  }
}

describe('an operator', { skip: skipped }, () => {
  it('sees Redis go and come back, without touching anything', async () => {
    const { dataDir } = await runningApp();
    const page = await windowOf('ops', '/operations');
    await page.getByRole('status').getByText('All is well').waitFor();
    const pid = await redisPid(dataDir);
    process.kill(pid, 'SIGSTOP');
    try {
      await page.getByRole('status').getByText('Degraded', { exact: true }).waitFor();
      await page.getByText(/^Redis: (?!ok)/).waitFor();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await page.getByRole('status').getByText('All is well').waitFor();
    await page.context().close();
  });
});
