import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { nodePath } from '../../scripts/setup/runtime.mjs';
import { JWT_SECRET, KEY_ENCRYPTION_KEY } from './api-process.mjs';
import { residentMegabytes } from './resident-memory.mjs';

/** The built worker process with the supervisor's own flags, beside the api whose files it shares. */
export async function startWorker(databaseUrl, dataDir, overrides = {}) {
  const { memoryFlags } = await import('../../dist/supervisor/memory-flags.js');
  const flags = [...memoryFlags('worker'), ...(process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean)];
  const child = spawn(nodePath(), [...flags, join(process.cwd(), 'dist/main.js')], {
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
    megabytes: () => residentMegabytes(child.pid),
    peakMegabytes: () => residentMegabytes(child.pid, 'VmHWM'),
    stop: async () => {
      process.off('exit', killed);
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
