/**
 * An export of vaccinations from the order to the finished, sealed and audited file, against COPY of the same rows to a client
 * that throws them away, by a plain join and without the guard against formulas, in turns. BENCH_ROWS (1,000,000)
 * and BENCH_ROUNDS (3) make it shorter.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { seedNurse, seedPatients } from './kit/people.mjs';
import { median, printTable, printTarget } from './kit/report.mjs';
import { startWorker } from './kit/worker-process.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PATIENTS = 5000;
const MEMORY_MB = 350;

const CELLS = `p.mrn, r.cvx, r.administered_on, r.lot_number, r.dose_number, r.manufacturer, r.site, r.route, r.provider, r.notes`;
const MEMBERS = `r.id, r.patient_id AS "patientId", p.mrn, r.cvx, r.vaccine_name AS "vaccineName", r.administered_on AS "administeredOn",
  r.lot_number AS "lotNumber", r.dose_number AS "doseNumber", r.manufacturer, r.site, r.route, r.provider, r.notes, r.version,
  iso_instant(r.created_at) AS "createdAt", iso_instant(r.updated_at) AS "updatedAt"`;
const FROM = `FROM vaccinations r JOIN patients p ON p.id = r.patient_id WHERE r.retired_at IS NULL AND p.retired_at IS NULL`;
const COPIES = {
  csv: `COPY (SELECT ${CELLS} ${FROM}) TO STDOUT (FORMAT csv)`,
  ndjson: `COPY (SELECT row_to_json(row) FROM (SELECT ${MEMBERS} ${FROM}) AS row) TO STDOUT`,
};

const database = await benchDatabase('export');
const nurse = await seedNurse(database);
await seedPatients(database, nurse.schoolId, PATIENTS, 0);
await seedVaccinations();
const api = await startApi(database.url);
const worker = await startWorker(database.url, api.dataDir);
const rows = {};

try {
  await exportSeconds('ndjson', '1990-01-01');
  for (const format of ['csv', 'ndjson']) await exportAgainstCopy(format);
  const peak = worker.peakMegabytes();
  printTable(`Export of ${ROWS} vaccinations of ${PATIENTS} patients`, rows);
  printTarget('export', { value: peak, limit: MEMORY_MB, unit: 'MB of the worker at most', atMost: 1, rows: ROWS });
} finally {
  await worker.stop();
  await api.stop();
  await database.close();
}

async function exportAgainstCopy(format) {
  const values = [];
  const limits = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    limits.push(ROWS / (await copySeconds(COPIES[format])));
    values.push(ROWS / (await exportSeconds(format)));
  }
  rows[`${format}: COPY of the same rows`] = { 'rows/s': Math.round(median(limits)) };
  rows[`${format}: order to finished file`] = { 'rows/s': Math.round(median(values)), 'worker MB': worker.megabytes() };
  printTarget('export', {
    value: median(values),
    limit: median(limits),
    unit: 'rows/s',
    atLeast: 0.5,
    format,
    rows: ROWS,
  });
}

/** As imports leave them: the rows of a patient lie all over the table. */
async function seedVaccinations() {
  await database.sql('TRUNCATE vaccinations');
  await database.sql(
    `INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on, lot_number, dose_number, manufacturer, site, route, provider)
     SELECT gen_random_uuid(), p.id, (100 + f.fact % 10)::text, 'vaccine ' || f.fact % 10, DATE '2000-01-01' + (f.fact / 10)::int * 30,
            'LOT' || f.fact % 977, 1 + f.fact % 4, 'Merck & Co., Inc.', 'left deltoid', 'IM', 'Dr. Smith'
       FROM generate_series(0, $1::int - 1) AS f (fact), patients p`,
    [Math.ceil(ROWS / PATIENTS)],
  );
  await database.sql('VACUUM ANALYZE vaccinations');
  await database.sql('CHECKPOINT');
}

/** Orders an export and waits until its file can be had. */
async function exportSeconds(format, to) {
  const headers = { authorization: `Bearer ${nurse.token}`, 'content-type': 'application/json' };
  const order = { type: 'vaccinations', format, organizationId: nurse.schoolId, to };
  const started = performance.now();
  const answer = await fetch(`${api.url}/api/exports`, { method: 'POST', headers, body: JSON.stringify(order) });
  let view = await answer.json();
  if (answer.status !== 202) throw new Error(JSON.stringify(view));
  while (view.finishedAt === null) {
    await sleep(20);
    view = await (await fetch(`${api.url}/api/exports/${view.id}`, { headers })).json();
  }
  const seconds = (performance.now() - started) / 1000;
  if (view.status !== 'completed' || (to === undefined && view.rows !== ROWS)) throw new Error(JSON.stringify(view));
  return seconds;
}

async function copySeconds(text) {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const started = performance.now();
  let bytes = 0;
  for await (const block of client.query(copyTo(text))) bytes += block.length;
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  if (bytes < ROWS) throw new Error('COPY came to an early end.');
  return seconds;
}
