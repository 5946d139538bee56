/**
 * P4 and P5: an import from the first byte sent to its end, patients resolved, duplicates found, audited, against COPY of the
 * same rows into the same table with its indexes, in turns. BENCH_ROWS (100,000), BENCH_MANY_ROWS (1,000,000; 0 leaves P5
 * out) and BENCH_ROUNDS (3) make it shorter.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { seedNurse, seedPatients } from './kit/people.mjs';
import { startWorker } from './kit/worker-process.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const MANY_ROWS = Number(process.env.BENCH_MANY_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PATIENTS = 5000;
const FEW_ROWS = 100;
const FEW_ROUNDS = 15;
const FEW_SECONDS = 0.3;
const MEMORY_MB = 350;
const VACCINES = ['08', '10', '20', '21', '49', '62', '113', '114', '133', '140'];

const database = await benchDatabase('import');
const nurse = await seedNurse(database);
await seedPatients(database, nurse.schoolId, PATIENTS, 0);
const api = await startApi(database.url);
const worker = await startWorker(database.url, api.dataDir);
const rows = {};

try {
  await importRows(csvOf(0, 1000), 'warm-up');
  const rate = await importAgainstCopy();
  await fewRows();
  if (MANY_ROWS > 0) await manyRows(rate);
  printTable(`Import of vaccinations for ${PATIENTS} patients`, rows);
} finally {
  await worker.stop();
  await api.stop();
  await database.close();
}

/** P4: rounds of both in turn, each into the emptied table. */
async function importAgainstCopy() {
  const values = [];
  const limits = [];
  const undone = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    await emptyTable();
    const { seconds, id } = await importRows(csvOf(0, ROWS), 'P4');
    values.push(ROWS / seconds);
    const copied = await rowsOf(id);
    undone.push(ROWS / (await undoSeconds(id)));
    await emptyTable();
    limits.push(ROWS / (await copySeconds(copied)));
  }
  rows['COPY of the same rows'] = { rows: ROWS, 'rows/s': Math.round(median(limits)) };
  rows['upload to completed'] = { rows: ROWS, 'rows/s': Math.round(median(values)), 'worker MB': worker.megabytes() };
  rows['asked for to undone'] = { rows: ROWS, 'rows/s': Math.round(median(undone)) };
  printTarget('P4', { value: median(values), limit: median(limits), unit: 'rows/s', atLeast: 0.4, rows: ROWS });
  return median(values);
}

/** P4, second half: what a nurse waits for a small file. */
async function fewRows() {
  const seconds = [];
  for (let turn = 0; turn < FEW_ROUNDS; turn++) {
    seconds.push((await importRows(csvOf(ROWS + turn * FEW_ROWS, FEW_ROWS), 'small')).seconds);
  }
  rows[`${FEW_ROWS} rows, median`] = { rows: FEW_ROWS, seconds: round(median(seconds)) };
  printTarget('P4', { value: median(seconds), limit: FEW_SECONDS, unit: 's', atMost: 1, rows: FEW_ROWS });
}

/** P5: the rate and the worker's memory stay as they were with a tenth of the rows. */
async function manyRows(rate) {
  await emptyTable();
  const memory = watch(worker.megabytes);
  const { seconds } = await importRows(csvOf(0, MANY_ROWS), 'P5');
  const { peak, early, late } = memory.stop();
  rows['many rows'] = { rows: MANY_ROWS, 'rows/s': Math.round(MANY_ROWS / seconds), 'worker MB': peak };
  printTarget('P5', { value: MANY_ROWS / seconds, limit: rate, unit: 'rows/s', atLeast: 0.9, rows: MANY_ROWS });
  printTarget('P5', { value: peak, limit: MEMORY_MB, unit: 'MB of the worker at most', atMost: 1, early, late });
}

async function emptyTable() {
  await database.sql('TRUNCATE vaccinations');
  await database.sql('VACUUM ANALYZE vaccinations');
  await database.sql('CHECKPOINT');
}

/** Distinct facts, counted from `first`, for the patients in turn: the same number twice is the same fact. */
function* csvOf(first, count) {
  let block = 'mrn,cvx,administered_on,lot_number,dose_number,manufacturer,site,route,provider,notes\n';
  for (let n = first; n < first + count; n++) {
    const fact = Math.floor(n / PATIENTS);
    const day = new Date(Date.UTC(2010, 0, 1 + Math.floor(fact / VACCINES.length) * 30)).toISOString().slice(0, 10);
    block += `M${1 + (n % PATIENTS)},${VACCINES[fact % VACCINES.length]},${day},LOT${n % 977},${1 + (n % 4)},"Merck & Co., Inc.",left deltoid,IM,Dr. Smith,\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** Sends the rows as a nurse's browser does, streaming, and waits until the import has ended. */
async function importRows(blocks, what) {
  const boundary = 'white-cross-bench';
  const field = (name, value) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="rows.csv"\r\n\r\n`;
  function* body() {
    yield field('type', 'vaccinations') + field('organizationId', nurse.schoolId) + file;
    yield* blocks;
    yield `\r\n--${boundary}--\r\n`;
  }
  // The file lies on the nurse's disk: making it is none of what is measured.
  const bytes = Buffer.from([...body()].join(''));
  const authorization = `Bearer ${nurse.token}`;
  const started = performance.now();
  const answer = await fetch(`${api.url}/api/imports`, {
    method: 'POST',
    headers: { authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: bytes,
  });
  let view = await answer.json();
  if (answer.status !== 202) throw new Error(`${what}: ${JSON.stringify(view)}`);
  while (view.finishedAt === null) {
    await sleep(view.totalRows > FEW_ROWS ? 20 : 2);
    view = await (await fetch(`${api.url}/api/imports/${view.id}`, { headers: { authorization } })).json();
  }
  const seconds = (performance.now() - started) / 1000;
  if (view.status !== 'completed' || view.insertedRows !== view.totalRows) throw new Error(JSON.stringify(view));
  return { seconds, id: view.id };
}

/** Takes an import back, and waits until all its rows are gone. */
async function undoSeconds(id) {
  const headers = { authorization: `Bearer ${nurse.token}` };
  const started = performance.now();
  let view = await (await fetch(`${api.url}/api/imports/${id}/undo`, { method: 'POST', headers })).json();
  while (view.status === 'undoing') {
    await sleep(20);
    view = await (await fetch(`${api.url}/api/imports/${id}`, { headers })).json();
  }
  if (view.undo?.undoneRows !== view.insertedRows) throw new Error(JSON.stringify(view));
  return (performance.now() - started) / 1000;
}

/** The rows that an import stored, as COPY writes them. */
async function rowsOf(importId) {
  const client = await connect(database.ownerUrl);
  const blocks = [];
  const query = `COPY (SELECT * FROM vaccinations WHERE import_id = '${importId}' ORDER BY id) TO STDOUT`;
  for await (const block of client.query(copyTo(query))) blocks.push(block);
  await client.end();
  return blocks;
}

async function copySeconds(blocks) {
  const client = await connect(database.url);
  const started = performance.now();
  await pipeline(Readable.from(blocks), client.query(copyFrom('COPY vaccinations FROM STDIN')));
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return seconds;
}

async function connect(connectionString) {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

/** Samples memory; `early` and `late` are the medians of its second and its last quarter, to see whether it is flat. */
function watch(megabytes) {
  const samples = [];
  const timer = setInterval(() => samples.push(megabytes()), 200);
  return {
    stop: () => {
      clearInterval(timer);
      const quarter = Math.ceil(samples.length / 4);
      const early = median(samples.slice(quarter, 2 * quarter));
      return { peak: Math.max(...samples), early, late: median(samples.slice(-quarter)) };
    },
  };
}
