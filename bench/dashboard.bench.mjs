/**
 * P11: the dashboard's numbers of a district of 100 schools and 1,375,000 records over HTTP, uncached, against the slowest of
 * its statements run alone by `pg`. BENCH_RUNS (15) makes it shorter.
 */
import { Client, types } from 'pg';
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';
import { DISTRICT_ID, seedDistrict } from './dashboard-district.mjs';

const RUNS = Number(process.env.BENCH_RUNS ?? 15);
const ROUTES = ['stats', 'alerts', 'charts?range=month', 'recent-activity'];

/** Dates and instants as texts, as the service reads them. */
for (const type of [types.builtins.DATE, types.builtins.TIMESTAMPTZ]) types.setTypeParser(type, String);

const database = await benchDatabase('dashboard');
const { district } = await seedDistrict(database);
const api = await startApi(database.url);
const rows = {};

try {
  const statements = await statementsAlone();
  const slowest = Math.max(...Object.values(statements));
  for (const [name, ms] of Object.entries(statements)) rows[`statement ${name}, by pg alone`] = { 'p50 ms': round(ms) };
  for (const route of ROUTES) rows[`GET /dashboard/${route}`] = { 'p50 ms': round(await uncached([route])) };
  const page = await uncached(ROUTES);
  rows['the whole page: all four at once'] = { 'p50 ms': round(page) };
  rows['the whole page again, nothing having changed'] = { 'p50 ms': round(await middleOf(() => load(ROUTES))) };
  printTable('Dashboard of a district: 100 schools, 50,000 patients, 1,375,000 records', rows);
  printTarget('P11', {
    value: page,
    limit: slowest,
    unit: 'ms',
    atMost: 1.5,
    slowestStatement: slowestName(statements),
  });
} finally {
  await api.stop();
  await database.close();
}

/** Every statement of the dashboard as its classes make it, each alone on one connection; the middle of RUNS. */
async function statementsAlone() {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const times = {};
  const timing = {
    query: async (text, values) => {
      timing.name ??= 'calendar';
      const start = performance.now();
      const { rows: found } = await client.query(text, values);
      (times[timing.name] ??= []).push(performance.now() - start);
      return found;
    },
  };
  const calls = await callsOf(timing);
  for (let run = 0; run < RUNS; run++) {
    for (const [name, call] of Object.entries(calls)) {
      timing.name = name;
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
  const { barsOf } = await from('calendar.rules');
  const { actor } = district;
  const now = await new OrganizationCalendar(timing).now(actor);
  const [stats, alerts, charts] = [
    new StatsRepository(timing),
    new AlertsRepository(timing),
    new ChartsRepository(timing),
  ];
  const period = { bars: barsOf(now.today, 'month', 'day'), to: now.today, timeZone: now.timeZone };
  return {
    stats: () => stats.counts(actor, now),
    withoutPlan: () => alerts.withoutPlan(actor),
    abnormalVitals: () => alerts.abnormalVitals(actor, now),
    withoutReview: () => alerts.withoutReview(actor),
    rejectedRows: () => alerts.rejectedRows(actor),
    charts: () => charts.counts(actor, period),
    recent: () => new ActivityRepository(timing).recent(actor, 20),
  };
}

/** The middle of RUNS requests, each after the district's version was raised, as a write does it. */
function uncached(routes) {
  return middleOf(async () => {
    await database.sql(
      `INSERT INTO cache_versions (tag, version) VALUES ($1, 1) ON CONFLICT (tag) DO UPDATE SET version = cache_versions.version + 1`,
      [DISTRICT_ID],
    );
    return load(routes);
  });
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

async function middleOf(measure) {
  const times = [];
  for (let run = 0; run < RUNS; run++) times.push(await measure());
  return median(times);
}

function slowestName(statements) {
  return Object.entries(statements).toSorted(([, a], [, b]) => b - a)[0][0];
}
