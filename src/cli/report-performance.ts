/**
 * `npm run report:performance [-- --url=http://127.0.0.1:3000]`: prints how a running White Cross is doing, to be pasted into a ticket.
 * It asks with OPS_TOKEN; where none is set, outside production, as the demo's operator.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadEnv, type Env } from '../config/env.js';

const DEMO_OPERATOR = 'ops@lincoln.demo';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  process.stdout.write(await report());
} catch (error) {
  process.stderr.write(`There is no report: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function report(): Promise<string> {
  const env = loadEnv({ ...process.env, ROLE: 'all' });
  const { values } = parseArgs({ options: { url: { type: 'string', default: addressOf(env) } } });
  const answer = await ask(`${values.url}/api/health/performance/report`, {
    headers: { authorization: `Bearer ${await tokenFor(values.url, env)}` },
  });
  if (!answer.ok) throw new Error(`the service answered ${answer.status}. Is OPS_TOKEN the one that it runs with?`);
  return answer.text();
}

/** A wildcard address is where the service listens, not where anybody can go. */
function addressOf({ http }: Env): string {
  const host = ['0.0.0.0', '::', '::1'].includes(http.host) ? '127.0.0.1' : http.host;
  return `http://${host}:${http.port}`;
}

async function tokenFor(url: string, { auth, mode }: Env): Promise<string> {
  if (auth.opsToken !== '') return auth.opsToken;
  if (mode === 'production') throw new Error('set OPS_TOKEN, to the value that the service runs with.');
  const answer = await ask(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: DEMO_OPERATOR, password: auth.demoPassword }),
  });
  if (!answer.ok) throw new Error('set OPS_TOKEN, for there is no demo operator to sign in as.');
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options);
  } catch {
    throw new Error(`nothing answers at ${new URL(url).origin}. Start White Cross, or name its address with --url.`);
  }
}
