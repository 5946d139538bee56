/**
 * P11: the dashboard's numbers of a district of 100 schools and 1,375,000 records over HTTP, uncached, against the slowest of
 * its statements run alone by `pg`: after a write in one of the schools, and with nothing kept of any. BENCH_RUNS (15) makes it shorter.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, types } from 'pg';
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';
import { seedDistrict } from './dashboard-district.mjs';

const RUNS = Number(process.env.BENCH_RUNS ?? 15);
const KEPT_BY_THEN_MS = 300;
const ROUTES = ['stats', 'alerts', 'charts?range=month', 'recent-activity'];

/** Dates and instants as texts, as the service reads them. */
for (const type of [types.builtins.DATE, types.builtins.TIMESTAMPTZ]) types.setTypeParser(type, String);

const database = await benchDatabase('dashboard');
const { district } = await seedDistrict(database);
const api = await startApi(database.url);
const rows = {};

try {
  await load(ROUTES);
  const counting = await statementsAlone(nothingKept);
  const statements = await statementsAlone(oneSchoolWritten);
  for (const [name, ms] of Object.entries(counting))
    rows[`nothing kept: ${name}, by pg alone`] = { 'p50 ms': round(ms) };
  for (const [name, ms] of Object.entries(statements))
    rows[`after a write: ${name}, by pg alone`] = { 'p50 ms': round(ms) };
  for (const route of ROUTES)
    rows[`after a write: GET /dashboard/${route}`] = { 'p50 ms': round(await uncached([route])) };
  const page = await uncached(ROUTES);
  rows['after a write: the whole page, all four at once'] = { 'p50 ms': round(page) };
  const first = await uncached(ROUTES, nothingKept);
  rows['nothing kept: the whole page'] = { 'p50 ms': round(first) };
  rows['the whole page again, nothing having changed'] = { 'p50 ms': round(await middleOf(() => load(ROUTES))) };
  printTable('Dashboard of a district: 100 schools, 50,000 patients, 1,375,000 records', rows);
  printTarget('P11', { value: first, limit: slowest(counting), unit: 'ms', atMost: 1.5, afterAWriteMs: round(page) });
} finally {
  await api.stop();
  await database.close();
}

/** Every statement of the dashboard as its classes make it, each alone on one connection; the middle of RUNS. */
async function statementsAlone(before) {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const times = {};
  const run = async (text, values) => {
    const start = performance.now();
    const { rows: found, rowCount } = await client.query(text, values);
    (times[`${timing.name} ${timing.step++}`] ??= []).push(performance.now() - start);
    return { found, rowCount };
  };
  const timing = {
    name: 'calendar',
    step: 1,
    query: async (text, values) => (await run(text, values)).found,
    execute: async (text, values) => (await run(text, values)).rowCount,
  };
  const calls = await callsOf(timing);
  for (let turn = 0; turn < RUNS; turn++) {
    for (const [name, call] of Object.entries(calls)) {
      await before();
      Object.assign(timing, { name, step: 1 });
      await call();
    }
  }
  await client.end();
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

async function callsOf(timing) {
  const from = (file) => import(`../dist/modules/dashboard/${file}.js`);
  const { StatsRepository } = await from('stats.repository');
  const { AlertsRepository } = await from('alerts.repository');
  const { ActivityRepository } = await from('activity.repository');
  const { ChartsRepository } = await from('charts.repository');
  const { OrganizationCalendar } = await from('organization-calendar');
  const { OrganizationCounts } = await from('organization-counts');
  const { barsOf } = await from('calendar.rules');
  const { scopeOf } = await from('scope');
  const scope = scopeOf(district.actor);
  const now = await new OrganizationCalendar(timing).now(scope.actor);
  const counts = new OrganizationCounts(timing);
  const counted = async (repository, ...of) => {
    await repository.counts(scope, ...of);
    await counts.whenKept();
  };
  const [stats, alerts, charts] = [
    new StatsRepository(timing, counts),
    new AlertsRepository(timing),
    new ChartsRepository(counts),
  ];
  const period = { bars: barsOf(now.today, 'month', 'day'), to: now.today, timeZone: now.timeZone };
  return {
    stats: () => counted(stats, now),
    withoutPlan: () => alerts.withoutPlan(scope),
    abnormalVitals: () => alerts.abnormalVitals(scope, now),
    withoutReview: () => alerts.withoutReview(scope),
    rejectedRows: () => alerts.rejectedRows(scope),
    charts: () => counted(charts, period),
    recent: () => new ActivityRepository(timing).recent(scope, 20),
  };
}

/** What a write in one school raises: its version, and that of the district. */
async function oneSchoolWritten() {
  await database.sql(
    `INSERT INTO cache_versions (tag, version) SELECT unnest(path), 1 FROM organizations WHERE name = 'School 7'
     ON CONFLICT (tag) DO UPDATE SET version = cache_versions.version + 1`,
  );
}

async function nothingKept() {
  // What is counted is kept after the answer; it must not come after this.
  await sleep(KEPT_BY_THEN_MS);
  await oneSchoolWritten();
  await database.sql('TRUNCATE organization_counts');
}

/** The middle of RUNS requests, each with nothing in the caches, after `before`. */
function uncached(routes, before = oneSchoolWritten) {
  return middleOf(() => load(routes), before);
}

async function load(routes) {
  const start = performance.now();
  await Promise.all(routes.map(read));
  return performance.now() - start;
}

async function read(route) {
  const answer = await fetch(`${api.url}/api/dashboard/${route}`, {
    headers: { authorization: `Bearer ${district.token}` },
  });
  if (answer.status !== 200) throw new Error(`GET /dashboard/${route} was answered with ${answer.status}.`);
  await answer.arrayBuffer();
}

async function middleOf(measure, before = async () => undefined) {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    await before();
    times.push(await measure());
  }
  return median(times);
}

function slowest(statements) {
  return Math.max(...Object.values(statements));
}
