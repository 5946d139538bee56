import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/database/new-id.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { BatchStore, type Flush } from '../trail/batch-store.js';
import { TrailWriter } from '../trail/trail-writer.js';
import { TrailVerifier } from '../verification/verifier.js';
import { SpoolFolder } from './spool-folder.js';

/** The real store, which can be told to fail before or after it has stored. */
class Outage {
  when: 'never' | 'before' | 'after' = 'never';

  constructor(store: BatchStore) {
    for (const name of ['storeFlush', 'storeAgain'] as const) {
      const genuine = store[name].bind(store);
      store[name] = async (flush: Flush) => {
        if (this.when === 'before') throw new Error('Connection terminated');
        await genuine(flush);
        if (this.when === 'after') throw new Error('Connection terminated');
      };
    }
  }
}

let app: TestApp;
let outage: Outage;

async function start(overrides: Record<string, string> = {}): Promise<void> {
  app = await testApp(overrides);
  outage = new Outage(app.get(BatchStore));
}

async function record(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const trail = app.get(AuditTrail);
  for (const resourceId of ids)
    await trail.record({ action: 'read', resource: 'allergy', resourceId, detail: { text: 'a\\b' } });
  return ids;
}

async function stored(ids: string[]): Promise<string[]> {
  const rows = await app.database.sql<{ resource_id: string }>(
    'SELECT resource_id FROM audit_events WHERE resource_id = ANY($1::uuid[]) ORDER BY id',
    [ids],
  );
  return rows.map(({ resource_id }) => resource_id);
}

async function drained(): Promise<void> {
  const writer = app.get(TrailWriter);
  while (writer.isSpooling) await writer.drain().catch(() => undefined);
}

const spoolFiles = async () => readdir(join(app.env.dataDir, 'audit-spool')).catch(() => []);

describe('while the database takes nothing', () => {
  beforeEach(() => start());
  afterEach(() => app.close());

  it.each(['before', 'after'] as const)(
    'events are kept in the spool and are there once when it is back (failing %s)',
    async (when) => {
      const first = await record(3);
      outage.when = when;
      const second = await record(20);
      expect(app.get(TrailWriter).isSpooling).toBe(true);
      outage.when = 'never';
      const third = await record(3);
      await drained();
      const fourth = await record(3);
      const all = [...first, ...second, ...third, ...fourth];
      expect(await stored(all)).toEqual(all);
      expect(await spoolFiles()).toEqual([]);
      await app.get(TrailWriter).settle();
      expect(await app.get(TrailVerifier).verify()).toMatchObject({ findings: [], events: all.length });
    },
  );

  it('nothing of an event is readable in the file', async () => {
    outage.when = 'before';
    const [id] = await record(1);
    const [file] = await spoolFiles();
    const bytes = await readFile(join(app.env.dataDir, 'audit-spool', String(file)));
    expect(bytes.includes(String(id))).toBe(false);
    expect(bytes.includes('allergy')).toBe(false);
  });

  it('what a killed process left is brought in by the next, a torn last frame and all', async () => {
    outage.when = 'before';
    const ids = await record(5);
    const [name] = await spoolFiles();
    const left = await readFile(join(app.env.dataDir, 'audit-spool', String(name)));
    const { dataDir, keys } = app.env;
    const variables = {
      DATA_DIR: dataDir,
      AUDIT_SIGNING_KEY: keys.auditSigningKey.toString('base64'),
      KEY_ENCRYPTION_KEY: keys.encryptionKey.toString('base64'),
    };
    await app.close();
    await start(variables);
    // As after a kill: the file is still there, its last frame cut short, and its process is no more.
    await writeFile(join(dataDir, 'audit-spool', 'torn.spool'), Buffer.from([0, 0, 1]));
    await writeFile(
      join(dataDir, 'audit-spool', String(name)),
      Buffer.concat([withDeadProcess(left), Buffer.from([0, 0, 9, 9, 1])]),
    );
    await app.get(SpoolFolder).drainLeftBehind();
    expect(await stored(ids)).toEqual(ids);
    expect(await spoolFiles()).toEqual([]);
  });
});

describe('when the spool is full', () => {
  beforeEach(() => start({ AUDIT_SPOOL_MAX_BYTES: '12000' }));
  afterEach(() => app.close());

  it('patient data is refused with 503, and given again once there is room', async () => {
    const { patientId } = app.people.organizations.lincoln;
    const read = async () => (await app.as('nurse').get(`/patients/${patientId}`)).status;
    outage.when = 'before';
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 20; attempt++) statuses.add(await read());
    expect(statuses).toEqual(new Set([200, 503]));
    outage.when = 'never';
    await drained();
    expect(await read()).toBe(200);
    await app.get(TrailWriter).settle();
    expect((await app.get(TrailVerifier).verify()).findings).toEqual([]);
  });
});

/** The header's frame with a process id that no process has. */
function withDeadProcess(bytes: Buffer): Buffer {
  const length = bytes.readUInt32BE(0);
  const header = JSON.parse(bytes.subarray(4, 4 + length).toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...header, pid: 2 ** 22 + 1 }));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(changed.length);
  return Buffer.concat([size, changed, bytes.subarray(4 + length)]);
}
