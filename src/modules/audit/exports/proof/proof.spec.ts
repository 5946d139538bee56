import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId } from '../../../../platform/database/new-id.js';
import { PastWriter, writePastMonth } from '../../../../testing/past-trail.js';
import { testApp, type TestApp } from '../../../../testing/test-app.js';
import { Archivist } from '../../archive/archivist.js';
import { AuditKeys } from '../../chain/audit-keys.js';
import { addMonths, monthOf } from '../../partitions/months.rules.js';
import { Sealer } from '../../seals/sealer.js';
import { TrailWriter } from '../../trail/trail-writer.js';

const run = promisify(execFile);
let app: TestApp;
let folder: string;

/** One patient's events of an archived month and of the last one, sealed, and one event of today that is not sealed yet. */
beforeAll(async () => {
  app = await testApp();
  const owner = new Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  const { id: organizationId, patientId } = app.people.organizations.lincoln;
  const writer = new PastWriter(app.get(AuditKeys));
  for (const ago of [30, 1]) {
    const month = addMonths(monthOf(new Date()), -ago);
    await owner.query('SELECT audit_make_partitions($1::date, 1)', [`${month}-01`]);
    const patientIds = [patientId, newId(), newId()];
    await writePastMonth(owner, writer, {
      month,
      batches: 12,
      eventsPerBatch: 5,
      patientIds,
      actorIds: [newId()],
      organizationId,
    });
  }
  await owner.end();
  await app.get(Archivist).archiveOld();
  await app.get(Sealer).sealDay();
  await app.as('nurse').get(`/patients/${patientId}`);
  await app.get(TrailWriter).settle();
  folder = await exported({ format: 'proof', patientId });
});
afterAll(() => app.close());

/** Exports, and unpacks with the system's own tar. */
async function exported(body: object): Promise<string> {
  const response = await fetch(`${app.url}/api/audit/exports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.people.tokenOf('auditor', 'lincoln')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(response.headers.get('content-type')).toBe('application/x-tar');
  const target = await mkdtemp(join(tmpdir(), 'white-cross-proof-'));
  await writeFile(join(target, 'proof.tar'), Buffer.from(await response.arrayBuffer()));
  await run('tar', ['-xf', 'proof.tar'], { cwd: target });
  return target;
}

async function verified(): Promise<{ code: number; says: string }> {
  try {
    const { stdout } = await run(process.execPath, [join(folder, 'verify.mjs')]);
    return { code: 0, says: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, says: stdout + stderr };
  }
}

async function harmed(file: string, change: (text: string) => string): Promise<{ code: number; says: string }> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(path, change(text));
  const verdict = await verified();
  await writeFile(path, text);
  return verdict;
}

describe('a proof', () => {
  it('verifies without us: sealed events as sealed, the newest as not sealed yet', async () => {
    const { code, says } = await verified();
    expect(says).toMatch(/41 events: 40 under one of 1 seals, 1 in a chain and not sealed yet\.\s+Everything holds\./);
    expect(code).toBe(0);
  });

  it('holds no line of another patient', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const files = (await readdir(folder)).filter((name) => name.startsWith('batches'));
    const batches = (await readFile(join(folder, files[0] as string), 'utf8')).trim().split('\n');
    const lines = batches.flatMap((batch) => (JSON.parse(batch) as { events: { line: string }[] }).events);
    expect(lines).toHaveLength(41);
    expect(lines.every(({ line }) => line.includes(patientId))).toBe(true);
  });

  it.each<[string, string, (text: string) => string, string]>([
    [
      'an event',
      'batches-00001.ndjson',
      (text) => text.replace('\\tnurse\\t', '\\tops\\t'),
      'is not as it was written',
    ],
    [
      'a batch',
      'batches-00001.ndjson',
      (text) => text.replace(/"recordedAt":\d/, '"recordedAt":9'),
      'is not the one that was linked',
    ],
    ['a link', 'links-00001.ndjson', (text) => text.replace(/"linkedAt":\d/, '"linkedAt":9'), 'was changed'],
    [
      'a link away',
      'links-00001.ndjson',
      (text) => text.replace(/.*\n(.*)\n/, '$1\n').replace(/\n.*\n/, '\n'),
      'does not follow',
    ],
    ['a seal', 'seals.ndjson', (text) => text.replace(/position\\":\d+/, 'position\\":1'), 'is not signed by this key'],
  ])('names %s that was changed or taken', async (_what, file, change, says) => {
    const verdict = await harmed(file, change);
    expect(verdict.says).toContain(says);
    expect(verdict.code).toBe(1);
  });
});
