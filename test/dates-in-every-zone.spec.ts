import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const CASES = [
  'test/calendar-dates.spec.ts',
  'src/modules/dashboard',
  'src/modules/health-record/growth/growth.api.spec.ts',
];
const PATIENCE_MS = 300_000;

/** The machine's zone is fixed when a process starts, so each zone needs a run of its own. */
async function runIn(timeZone: string): Promise<{ code: number | null; output: string }> {
  const jest = join(process.cwd(), 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--runInBand', '--ci', ...CASES], {
    env: { ...process.env, TZ: timeZone },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('the date cases', () => {
  it.each(['Pacific/Auckland', 'Asia/Kolkata', 'America/New_York', 'Pacific/Honolulu'])(
    'hold on a machine in %s',
    async (timeZone) => {
      const { code, output } = await runIn(timeZone);
      expect(code === 0 ? '' : output).toBe('');
    },
    PATIENCE_MS,
  );
});
