/**
 * What timing every statement costs: the observer's own time for the statements of one summary that is in no cache (access,
 * audit, summary), held against the time of the summary's statement alone. BENCH_PATIENTS (200), BENCH_RECORDS (200 each).
 */
import 'reflect-metadata';
import { Client } from 'pg';
import { benchDatabase } from './kit/bench-database.mjs';
import { seedNurse, seedPatients } from './kit/people.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';

const PATIENTS = Number(process.env.BENCH_PATIENTS ?? 200);
const RECORDS = Number(process.env.BENCH_RECORDS ?? 200);
const STATEMENTS_PER_MISS = 3;
const ROUNDS = 7;
const CALLS = 100_000;

const { StatementObserver } = await import('../dist/platform/telemetry/statements/statement-observer.js');
const { SUMMARY_SQL } = await import('../dist/modules/health-record/summary/summary.repository.js');
const observer = new StatementObserver({ database: { slowQueryMs: 250 } });

const database = await benchDatabase('statements');
try {
  const nurse = await seedNurse(database);
  const patients = await seedPatients(database, nurse.schoolId, PATIENTS, RECORDS);
  const summaryUs = await summaryAlone(patients);
  const [plain, observed] = await callCosts();
  const costUs = (observed - plain) * STATEMENTS_PER_MISS;
  printTable('Timing every statement', {
    'summary statement alone': { us: round(summaryUs) },
    'a call, not observed': { us: round(plain) },
    'a call, observed': { us: round(observed) },
    'observer, a summary miss': { us: round(costUs) },
  });
  printTarget('statement-observer', { value: costUs, limit: summaryUs, unit: 'us', atMost: 0.03 });
} finally {
  await database.close();
}

/** us of one prepared summary statement, on one connection. */
async function summaryAlone(patients) {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const rounds = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const startedAt = performance.now();
    for (const id of patients) await client.query({ name: 'summary', text: SUMMARY_SQL, values: [id] });
    rounds.push(((performance.now() - startedAt) * 1000) / patients.length);
  }
  await client.end();
  return median(rounds);
}

/** us of a call to a client that answers from memory, without and with the observer; in turn, so that both are disturbed alike. */
async function callCosts() {
  const [plain, observed] = [clientOfMemory(), clientOfMemory()];
  observer.observe(observed);
  const costs = [[], []];
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const [index, client] of [plain, observed].entries()) costs[index].push(await costOf(client));
  }
  return costs.map(median);
}

function clientOfMemory() {
  const answer = Promise.resolve({ rows: [] });
  return { query: () => answer };
}

async function costOf(client) {
  const statement = { name: 'summary', text: SUMMARY_SQL, values: ['0198aaaa-1111-7000-8000-000000000001'] };
  const startedAt = performance.now();
  for (let call = 0; call < CALLS; call++) await client.query(statement);
  return ((performance.now() - startedAt) * 1000) / CALLS;
}
