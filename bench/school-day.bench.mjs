/**
 * A school day: people who sign in, read (60 %: summary, lists, vitals), write (30 %) and search (10 %), each with a pause to think
 * after every answer. For 50, 200 and 500 of them it prints p50, p95 and p99 by kind, failures, the cache's hit rate and
 * statements a request. BENCH_USERS (50,200,500), BENCH_SECONDS (20), BENCH_THINK_MS (1,000) and BENCH_PATIENTS (1,000).
 */
import { Agent, request as send } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { seedNurse, seedPatients } from './kit/people.mjs';
import { printTable, printTarget, round } from './kit/report.mjs';

const USERS = (process.env.BENCH_USERS ?? '50,200,500').split(',').map(Number);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const THINK_MS = Number(process.env.BENCH_THINK_MS ?? 1000);
const PATIENTS = Number(process.env.BENCH_PATIENTS ?? 1000);
const PASSWORD = 'White-Cross-Bench-1';
const OPS_TOKEN = 'an-ops-token-for-benchmarks-0123456789';
const JUDGED_USERS = 200;
const LIMITS_MS = { read: 100, write: 150, search: 250 };
const READS = ['summary', 'allergies', 'vaccinations', 'chronic-conditions', 'vitals?range=all'];

const database = await benchDatabase('school_day');
const api = await startApi(database.url, {
  OPS_TOKEN,
  LOG_LEVEL: 'error',
  LOGIN_CONCURRENCY: '2',
  CACHE_WARMING_ENABLED: 'true',
});
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const rows = [];

try {
  const nurse = await seedNurse(database);
  await giveItAPassword(nurse.userId);
  const patients = await seedPatients(database, nurse.schoolId, PATIENTS, 50);
  const vitalsPath = await call('GET', `/patients/${patients[0]}/vitals`, nurse.token);
  const reads = vitalsPath.status === 200 ? [...READS.slice(0, -1), 'vitals'] : READS.slice(0, -1);
  await warm(patients, reads, nurse.token);
  for (const users of USERS) await schoolDay(users, { nurse, patients, reads });
  printTable(`A school day, ${PATIENTS} patients, ${THINK_MS} ms to think`, rows);
} finally {
  await api.stop();
  agent.destroy();
  await database.close();
}

async function schoolDay(users, world) {
  const before = await figures();
  const samples = { login: [], read: [], write: [], search: [], failed: 0, refused: new Map() };
  const until = performance.now() + SECONDS * 1000;
  await Promise.all(Array.from({ length: users }, (_, index) => person(index, users, until, samples, world)));
  const after = await figures();
  const requests = samples.login.length + samples.read.length + samples.write.length + samples.search.length;
  const lookups = after.l1.hits + after.l1.misses - before.l1.hits - before.l1.misses;
  const hits = after.l1.hits + after.l2.hits - before.l1.hits - before.l2.hits;
  const hitRate = hits / Math.max(1, lookups);
  for (const kind of ['login', 'read', 'write', 'search']) {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(samples[kind], share));
    rows.push({ users, kind, requests: samples[kind].length, 'p50 ms': p50, 'p95 ms': p95, 'p99 ms': p99 });
    const limit = LIMITS_MS[kind];
    if (users === JUDGED_USERS && limit)
      printTarget('school-day', { what: kind, value: p95, limit, unit: 'ms p95', atMost: 1 });
  }
  const statements = (after.statements - before.statements) / requests;
  console.log(
    `${users} users: ${Math.round(requests / SECONDS)} requests/s, ${samples.failed} failed, ` +
      `hit rate ${round(hitRate)}, ${round(statements)} statements a request`,
    samples.failed > 0 ? Object.fromEntries(samples.refused) : '',
  );
  if (users !== JUDGED_USERS) return;
  printTarget('school-day', { what: 'error rate', value: samples.failed, limit: 1, unit: 'failures', atMost: 0 });
  printTarget('school-day', { what: 'hit rate', value: hitRate, limit: 1, unit: 'share', atLeast: 0.9 });
}

/** Signs in once, then goes on until the bell; people come one after the other, during the first half. */
async function person(index, users, until, samples, { nurse, patients, reads }) {
  await sleep((index / users) * SECONDS * 500);
  const session = await timed('login', samples, 'POST', '/auth/login', undefined, {
    email: `${nurse.userId}@bench.example`,
    password: PASSWORD,
  });
  const token = session?.accessToken ?? nurse.token;
  while (performance.now() < until) {
    const patient = patients[Math.floor(Math.random() * patients.length)];
    const chance = Math.random();
    if (chance < 0.6)
      await timed(
        'read',
        samples,
        'GET',
        `/patients/${patient}/${reads[Math.floor(Math.random() * reads.length)]}`,
        token,
      );
    else if (chance < 0.9) await timed('write', samples, 'POST', `/patients/${patient}/health-records`, token, visit());
    else
      await timed(
        'search',
        samples,
        'GET',
        `/health-records/search?q=visit%20number%20${Math.floor(Math.random() * 50)}`,
        token,
      );
    await sleep(THINK_MS * (0.5 + Math.random()));
  }
}

function visit() {
  return {
    type: 'VITALS',
    occurredAt: new Date(Date.UTC(2026, 0, 1) + Math.random() * 2e10).toISOString(),
    description: `Visit ${v7()}`,
    vital: { temperatureC: 36.8, heartRate: 80 },
  };
}

async function timed(kind, samples, method, path, token, body) {
  const began = performance.now();
  const answer = await call(method, path, token, body);
  samples[kind].push(performance.now() - began);
  if (answer.status < 300) return answer.body;
  samples.failed++;
  const what = `${method} ${kind} ${answer.status}`;
  samples.refused.set(what, (samples.refused.get(what) ?? 0) + 1);
  return undefined;
}

function call(method, path, token, body) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(payload ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = send(`${api.url}/api${path}`, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode, body: text === '' ? undefined : JSON.parse(text) });
      });
    });
    request.on('error', reject);
    request.end(payload);
  });
}

async function warm(patients, reads, token) {
  for (const patient of patients)
    await Promise.all(reads.map((read) => call('GET', `/patients/${patient}/${read}`, token)));
}

async function figures() {
  const cache = await call('GET', '/health/cache/stats', OPS_TOKEN);
  const performance = await call('GET', '/health/database/performance', OPS_TOKEN);
  return { l1: cache.body.l1, l2: cache.body.l2, statements: performance.body.totalQueries };
}

async function giveItAPassword(userId) {
  const { hash } = await import('@node-rs/argon2');
  await database.sql('UPDATE users SET password_hash = $2 WHERE id = $1', [userId, await hash(PASSWORD)]);
}

function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}
