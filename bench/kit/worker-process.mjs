import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath } from '../../scripts/setup/runtime.mjs';
import { JWT_SECRET, KEY_ENCRYPTION_KEY } from './api-process.mjs';

/** The built worker process, beside the api whose files it shares. */
export function startWorker(databaseUrl, dataDir, overrides = {}) {
  const child = spawn(nodePath(), [join(process.cwd(), 'dist/main.js')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      ROLE: 'worker',
      DATABASE_URL: databaseUrl,
      REDIS_URL: process.env.BENCH_REDIS_URL,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      JWT_SECRET,
      KEY_ENCRYPTION_KEY,
      ...overrides,
    },
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  return {
    /** The most memory it ever had resident, in MB; NaN where there is no /proc. */
    peakMegabytes: () =>
      process.platform === 'linux'
        ? Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024)
        : Number.NaN,
    stop: async () => {
      process.off('exit', killed);
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
