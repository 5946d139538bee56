/**
 * P10: a list paged by key, its first page against the 10,000th, over HTTP in turns: the worklist of a district of 101,000 patients, ten
 * a page. BENCH_RUNS (300) makes it shorter.
 */
import { startApi } from './kit/api-process.mjs';
import { benchDatabase } from './kit/bench-database.mjs';
import { seedNurse } from './kit/people.mjs';
import { median, printTable, printTarget, round } from './kit/report.mjs';

const RUNS = Number(process.env.BENCH_RUNS ?? 300);
const PATIENTS = 101_000;
const PAGE = 10;
const FAR = 10_000;

const database = await benchDatabase('lists');
const nurse = await seedNurse(database);
await database.sql(
  `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
   SELECT gen_random_uuid(), $1, 'M' || n, 'Given' || n % 997, 'Family' || n % 4999, date '2010-01-01' + n % 3000, 'female'
     FROM generate_series(1, $2::int) AS n`,
  [nurse.schoolId, PATIENTS],
);
await database.sql('VACUUM ANALYZE');
const api = await startApi(database.url);

try {
  const far = await cursorAfter(PAGE * FAR);
  const times = { first: [], far: [] };
  for (let run = 0; run < RUNS; run++) {
    times.first.push(await timed(`limit=${PAGE}`));
    times.far.push(await timed(`limit=${PAGE}&cursor=${far}`));
  }
  const value = median(times.far);
  const limit = median(times.first);
  printTable(`Pages of ${PAGE} of ${PATIENTS} patients`, {
    'page 1': { 'p50 ms': round(limit) },
    [`page ${FAR}`]: { 'p50 ms': round(value) },
  });
  printTarget('P10', { value, limit, unit: 'ms', atMost: 1.3 });
} finally {
  await api.stop();
  await database.close();
}

/** Walks there in the largest pages: a cursor names a row, not a page. */
async function cursorAfter(rows) {
  let cursor = '';
  for (let passed = 0; passed < rows; passed += 1000) {
    const page = await read(`limit=1000${cursor && `&cursor=${cursor}`}`);
    cursor = encodeURIComponent(page.nextCursor);
  }
  return cursor;
}

async function timed(query) {
  const start = performance.now();
  const { items } = await read(query);
  const took = performance.now() - start;
  if (items.length !== PAGE) throw new Error(`A page held ${items.length} patients.`);
  return took;
}

async function read(query) {
  const answer = await fetch(`${api.url}/api/patients?${query}`, {
    headers: { authorization: `Bearer ${nurse.token}` },
  });
  if (answer.status !== 200) throw new Error(`The list was answered with ${answer.status}.`);
  return answer.json();
}
