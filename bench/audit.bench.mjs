/**
 * P8 and P9, and how fast the trail verifies. P8: events/s of 64 writers, each waiting until its event is durable, against
 * one INSERT an event by as many connections. P9: one patient's events over 84 monthly partitions, against the same query on
 * one partition. BENCH_EVENTS (10,000,000) and BENCH_SECONDS (5) make it shorter.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { v7 } from 'uuid';
import { fillTrail } from './kit/audit-trail.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ONLY = process.env.BENCH_ONLY?.split(',') ?? ['P8', 'P9'];
const MONTHS = 84;
const WRITERS = 64;
const PAGE = 20;
const ROUNDS = 3;

const database = await benchDatabase('audit');
const dataDir = mkdtempSync(join(tmpdir(), 'white-cross-bench-audit-'));
const context = await openContext();
const rows = {};

try {
  if (ONLY.includes('P8')) await groupCommit();
  if (ONLY.includes('P9')) await manyPartitions();
  printTable(`Audit trail, ${WRITERS} writers, ${MONTHS} monthly partitions`, rows);
} finally {
  await context.app.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** P8: rounds of both in turn, so that a disturbance of the machine hits both. */
async function groupCommit() {
  const { AuditTrail } = await import('../dist/modules/audit/index.js');
  const trail = context.app.get(AuditTrail, { strict: false });
  const pool = new Pool({ connectionString: database.url, max: WRITERS });
  const actor = { userId: v7(), role: 'nurse', organizationId: v7(), sessionId: v7() };
  const patients = Array.from({ length: 1000 }, () => v7());
  const record = (number) => {
    const patient = { id: patients[number % 1000], organizationId: actor.organizationId };
    return trail.record({ action: 'read', resource: 'summary', patient, actor });
  };
  const insert = (number) => pool.query(oneInsert(patients[number % 1000], actor));
  await together(record, 1);
  await together(insert, 1);
  const values = [];
  const limits = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    limits.push(await together(insert, SECONDS));
    values.push(await together(record, SECONDS));
  }
  await pool.end();
  const value = middle(values);
  const limit = middle(limits);
  rows['one INSERT an event'] = {
    'events/s': Math.round(limit.perSecond),
    'µs CPU of this process': round(limit.cpuUs),
  };
  rows['group commit'] = { 'events/s': Math.round(value.perSecond), 'µs CPU of this process': round(value.cpuUs) };
  printTarget('P8', {
    value: value.perSecond,
    limit: limit.perSecond,
    unit: 'events/s',
    atLeast: 5,
    cpuMicroseconds: round(value.cpuUs),
  });
}

/** `WRITERS` loops side by side for `seconds`: events a second, and the CPU of this process an event. */
async function together(act, seconds) {
  let done = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const until = began + seconds * 1000;
  const lane = async () => {
    while (performance.now() < until) {
      await act(done);
      done++;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: done / ((performance.now() - began) / 1000), cpuUs: (user + system) / done };
}

function oneInsert(patientId, actor) {
  const id = v7();
  return {
    name: 'one-event',
    text: `INSERT INTO audit_events (occurred_at, ordinal, id, batch_id, patient_id, organization_id, actor_id, actor_organization_id,
             session_id, action, resource_type, outcome, purpose, actor_role)
           VALUES ($1, 0, $2, $2, $3, $4, $5, $4, $6, 'read', 'summary', 'success', 'TREAT', 'nurse')`,
    values: [instantOf(id), id, patientId, actor.organizationId, actor.userId, actor.sessionId],
  };
}

function instantOf(id) {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString();
}

/** P9, and the rate of verification over the same events. */
async function manyPartitions() {
  const patients = Array.from({ length: 5000 }, () => v7());
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const filled = await fillTrail(owner, context.keys, { months: MONTHS, events: EVENTS, patientIds: patients });
  await owner.end();
  const { eventStatement } = await import('../dist/modules/audit/reading/event-query.js');
  const { EventSearch } = await import('../dist/modules/audit/reading/event-search.js');
  const { Database } = await import('../dist/platform/database/database.js');
  const search = context.app.get(EventSearch, { strict: false });
  const db = context.app.get(Database, { strict: false });
  const reader = { role: 'superadmin', organizationId: v7(), userId: v7() };
  const all = (patientId) => search.page(reader, { patientId }, PAGE);
  const lastPartition = `audit_events_y${filled.lastMonth.replace('-', 'm')}`;
  const one = (patientId) => {
    const { text, values } = eventStatement({ patientId }, null, null, PAGE + 1);
    return db.query(text.replace('FROM audit_events', `FROM ${lastPartition}`), values);
  };
  const [limits, values] = [[], []];
  for (let turn = 0; turn < 600; turn++) {
    const patientId = patients[(turn * 7) % patients.length];
    limits.push(await timed(() => one(patientId)));
    values.push(await timed(() => all(patientId)));
  }
  rows[`a patient's newest ${PAGE} events, one partition`] = { 'ms (median)': round(median(limits)) };
  rows[`a patient's newest ${PAGE} events, ${MONTHS} partitions, ${EVENTS} events`] = {
    'ms (median)': round(median(values)),
  };
  printTarget('P9', {
    value: median(values),
    limit: median(limits),
    unit: 'ms',
    atMost: 3,
    events: EVENTS,
    partitions: MONTHS,
  });
  await verification();
}

async function verification() {
  const { TrailVerifier } = await import('../dist/modules/audit/verification/verifier.js');
  const before = process.memoryUsage().rss;
  const verdict = await context.app.get(TrailVerifier, { strict: false }).verify();
  if (!verdict.isIntact) throw new Error(`The trail does not verify: ${JSON.stringify(verdict.findings[0])}`);
  const rate = verdict.events / (verdict.elapsedMs / 1000);
  rows['verification'] = {
    'events/s': Math.round(rate),
    'MB more memory': round((process.memoryUsage().rss - before) / 1e6),
  };
  printTarget('audit-verify', { value: rate, limit: 200_000, unit: 'events/s', atLeast: 1 });
}

async function timed(act) {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

function middle(runs) {
  return runs.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(runs.length / 2)];
}

/** The audit module alone, without HTTP. */
async function openContext() {
  const { loadEnv } = await import('../dist/config/env.js');
  const { AppModule } = await import('../dist/app.module.js');
  const { AuditKeys } = await import('../dist/modules/audit/chain/audit-keys.js');
  const { NestFactory } = await import('@nestjs/core');
  const env = loadEnv({
    NODE_ENV: 'test',
    ROLE: 'worker',
    DATABASE_URL: database.url,
    DATABASE_MIGRATION_URL: database.ownerUrl,
    REDIS_URL: process.env.BENCH_REDIS_URL,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(env), { logger: false });
  return { app, keys: app.get(AuditKeys, { strict: false }) };
}
