import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyLine } from '../../../platform/database/copy.js';
import { newId } from '../../../platform/database/new-id.js';
import { JobLease, JobWorker, LeaseLost } from '../../../platform/queue/index.js';
import { JobRepository } from '../../../platform/queue/job.repository.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { ImportTargets } from '../targets/import-targets.js';
import type { Chunk } from './chunk.js';
import { type ChunkDestination, ChunkWriter } from './chunk-writer.js';
import { ImportLedger } from './import-ledger.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ IMPORT_CHUNK_ROWS: '20', DB_POOL_MAX: '12' });
});
afterAll(() => app.close());

async function receive(type: string, csv: string): Promise<string> {
  const data = new FormData();
  data.append('type', type);
  data.append('organizationId', app.people.organizations.lincoln.id);
  data.append('file', new Blob([csv]), 'rows.csv');
  const { status, body } = await app.as('nurse').post('/imports', data);
  expect(status).toBe(202);
  return body.id;
}

/** Takes an import's job as a worker does, and gives where its chunks go. */
async function begin(importId: string, type: 'patients' | 'vaccinations') {
  const repository = app.get(JobRepository);
  const [row] = await app.database.sql<{ job_id: string; created_by: string; resume_byte: string }>(
    'SELECT job_id, created_by, resume_byte FROM imports WHERE id = $1',
    [importId],
  );
  const claim = await repository.claim(row?.job_id ?? '', 'spec', 60);
  const lease = new JobLease(repository, claim?.id ?? '', claim?.leaseToken ?? '', 60);
  const organizationId = app.people.organizations.lincoln.id;
  const origin = { importId, organizationId, createdBy: row?.created_by ?? '' };
  const target = app.get(ImportTargets).of(type);
  const ledger = app.get(ImportLedger).ofFile(importId);
  const destination: ChunkDestination = { ledger, target, origin, isDryRun: false, lease };
  return { destination, start: Number(row?.resume_byte) };
}

/** A chunk that holds these rows as if none was known. */
function chunkOf(
  { target, origin }: ChunkDestination,
  start: number,
  rows: { patientId: string; values: (string | null)[] }[],
): Chunk {
  const lines = rows.map((row) => target.linesOf({ ...row, fact: '' }, origin));
  return {
    start,
    end: start + 1,
    nextRow: 2 + rows.length,
    facts: new Set(),
    fresh: rows.length,
    duplicates: 0,
    rejected: 0,
    blank: 0,
    patientIds: new Set(rows.map(({ patientId }) => patientId)),
    copies: target.tables.map((_, table) => lines.map((line) => Buffer.from(line[table] ?? ''))),
    hashes: [],
    errors: [],
  };
}

const countsOf = async (id: string) => {
  const [row] = await app.database.sql(
    'SELECT inserted_rows::int AS inserted, duplicate_rows::int AS duplicate, resume_byte::int AS byte FROM imports WHERE id = $1',
    [id],
  );
  return row;
};

describe('a chunk', () => {
  const vaccination = (day: string) => ['x', '08', day, null, null, null, null, null, null, null];

  it('whose facts the database knows after all is stored without them', async () => {
    const { patientId } = app.people.organizations.lincoln;
    await app.database.sql(
      `INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on) VALUES (gen_random_uuid(), $1, '08', 'x', '2020-01-01')`,
      [patientId],
    );
    const id = await receive('vaccinations', 'mrn,cvx,administered_on\na,1,1\nb,1,1\n');
    const { destination, start } = await begin(id, 'vaccinations');
    const rows = ['2020-01-01', '2020-01-02'].map((day) => ({ patientId, values: vaccination(day) }));
    const stale = chunkOf(destination, start, rows);
    let prepared = 0;
    await app.get(ChunkWriter).store(stale, destination, () => {
      prepared += 1;
      return Promise.resolve(stale);
    });
    expect(prepared).toBe(3);
    expect(await countsOf(id)).toEqual({ inserted: 1, duplicate: 1, byte: start + 1 });
    destination.lease.close();
  });

  it('changes the numbers of another school, too, that a merge brought a patient to', async () => {
    const { lincoln, riverside } = app.people.organizations;
    const former = newId();
    await app.database.sql(
      `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex, merged_into, retired_at)
       VALUES ($1, $2, 'FORMER', 'Testa', 'Probanda', '2012-05-06', 'female', $3, now())`,
      [former, lincoln.id, riverside.patientId],
    );
    const version = async () => {
      const rows = await app.database.sql<{ version: string }>('SELECT version FROM cache_versions WHERE tag = $1', [
        riverside.id,
      ]);
      return Number(rows[0]?.version ?? 0);
    };
    const before = await version();
    const id = await receive('vaccinations', 'mrn,cvx,administered_on\nFORMER,08,2021-01-01\n');
    await app.get(JobWorker).runDue();
    expect(await countsOf(id)).toMatchObject({ inserted: 1 });
    expect(await version()).toBeGreaterThan(before);
  });

  it('of patients brings no key for a patient that was known after all', async () => {
    const values = (mrn: string) => [mrn, 'Given', 'Family', '2012-01-01', 'female', null, 'a@home.example', null];
    const id = await receive('patients', 'mrn,given_name,family_name,birth_date,sex\na,,,,\nb,,,,\n');
    const { destination, start } = await begin(id, 'patients');
    const rows = ['USER-lincoln', 'NEW-1'].map((mrn) => ({ patientId: newId(), values: values(mrn) }));
    const stale = chunkOf(destination, start, rows);
    await app.get(ChunkWriter).store(stale, destination, () => Promise.resolve(stale));
    expect(await countsOf(id)).toEqual({ inserted: 1, duplicate: 1, byte: start + 1 });
    const keys = await app.database.sql('SELECT patient_id FROM patient_keys WHERE patient_id = ANY($1)', [
      rows.map(({ patientId }) => patientId),
    ]);
    expect(keys).toEqual([{ patient_id: rows[1]?.patientId }]);
    destination.lease.close();
  });

  it('is counted once, also when its commit is repeated because the answer was lost', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const id = await receive('vaccinations', 'mrn,cvx,administered_on\na,1,1\n');
    const { destination, start } = await begin(id, 'vaccinations');
    const chunk = chunkOf(destination, start, [{ patientId, values: vaccination('2020-02-01') }]);
    const again = (): Promise<Chunk> => Promise.reject(new Error('not needed'));
    await app.get(ChunkWriter).store(chunk, destination, again);
    await app.get(ChunkWriter).store(chunk, destination, again);
    expect(await countsOf(id)).toEqual({ inserted: 1, duplicate: 0, byte: start + 1 });
    destination.lease.close();
  });

  it('of a worker that was taken for dead is not stored', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const id = await receive('vaccinations', 'mrn,cvx,administered_on\na,1,1\n');
    const { destination, start } = await begin(id, 'vaccinations');
    await app.database.sql(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = $1`, [
      destination.lease.jobId,
    ]);
    await app.get(JobRepository).claim(destination.lease.jobId, 'another', 60);
    const chunk = chunkOf(destination, start, [{ patientId, values: vaccination('2020-03-01') }]);
    const store = app.get(ChunkWriter).store(chunk, destination, () => Promise.resolve(chunk));
    await expect(store).rejects.toThrow(LeaseLost);
    expect(await countsOf(id)).toEqual({ inserted: 0, duplicate: 0, byte: start });
    destination.lease.close();
  });
});

describe('two imports of the same file at the same time', () => {
  it('store each row once between them', async () => {
    await app.database.sql('DELETE FROM jobs');
    const rows = Array.from({ length: 400 }, (_, at) => {
      const day = new Date(Date.UTC(2015, 0, 1 + at)).toISOString().slice(0, 10);
      return `USER-lincoln,140,${day}`;
    });
    const csv = `mrn,cvx,administered_on\n${rows.join('\n')}\n`;
    const ids = await Promise.all([receive('vaccinations', csv), receive('vaccinations', csv)]);
    const worker = app.get(JobWorker);
    await Promise.all([worker.runDue(), worker.runDue()]);
    const views = await Promise.all(ids.map(async (id) => (await app.as('nurse').get(`/imports/${id}`)).body));
    for (const view of views) expect(view).toMatchObject({ status: 'completed', processedRows: 400, totalRows: 400 });
    expect(views[0].insertedRows + views[1].insertedRows).toBe(400);
    const stored = await app.database.sql(`SELECT count(*)::int AS n FROM vaccinations WHERE cvx = '140'`);
    expect(stored).toEqual([{ n: 400 }]);
  });
});

describe('a COPY line', () => {
  it('keeps what would end a cell or a row', () => {
    expect(copyLine(['a\tb', 'c\nd', null, 5, Buffer.from([1, 255])])).toBe('a\\tb\tc\\nd\t\\N\t5\t\\\\x01ff\n');
  });
});
