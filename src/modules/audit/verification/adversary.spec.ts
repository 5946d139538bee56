import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { Sealer } from '../seals/sealer.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { TrailWriter } from '../trail/trail-writer.js';
import type { FindingKind } from './findings.js';
import { TrailVerifier } from './verifier.js';

/** What somebody with a superuser's hands on the database, or the object store, might do; and what each is called. */
let app: TestApp;
let superuser: Client;

beforeAll(async () => {
  app = await testApp();
  superuser = new Client({ connectionString: app.database.ownerUrl });
  await superuser.connect();
  await superuser.query("SET session_replication_role = 'replica'");
  await writeTrail();
  await app.get(Sealer).sealDay(new Date());
  await app.get(Sealer).noteHeads();
});

afterAll(async () => {
  await superuser.end();
  await app.close();
});

async function writeTrail(): Promise<void> {
  const trail = app.get(AuditTrail);
  const read = () => trail.record({ action: 'read', resource: 'allergy', resourceId: newId(), detail: { back: '\\' } });
  for (let round = 0; round < 6; round++) await Promise.all(Array.from({ length: 5 }, read));
  await app
    .get(UnitOfWork)
    .run(async () => trail.within({ action: 'create', resource: 'allergy', resourceId: newId() }));
  await app.get(UnitOfWork).run(async () => {
    await trail.withinForPatients(
      { action: 'import', resource: 'import', resourceId: newId() },
      {
        sql: 'SELECT gen_random_uuid() AS patient_id, NULL::uuid AS organization_id FROM generate_series(1, 5100)',
        values: [],
      },
    );
  });
  await read();
  await app.get(TrailWriter).settle();
}

async function kinds(): Promise<FindingKind[]> {
  const { findings } = await app.get(TrailVerifier).verify();
  return [...new Set(findings.map(({ kind }) => kind))].sort();
}

/** Does harm, verifies, and undoes it. */
async function after(...harm: string[]): Promise<FindingKind[]> {
  const tables = ['audit_events', 'audit_batches', 'audit_links', 'audit_seals'];
  for (const table of tables) await superuser.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  try {
    for (const statement of harm) {
      const { rowCount } = await superuser.query(statement);
      if (rowCount === 0) throw new Error(`did nothing: ${statement}`);
    }
    return await kinds();
  } finally {
    for (const table of tables) {
      await superuser.query(`DELETE FROM ${table}`);
      await superuser.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      await superuser.query(`DROP TABLE kept_${table}`);
    }
  }
}

const someEvent = `id = (SELECT id FROM audit_events WHERE action = 'read' ORDER BY id OFFSET 7 LIMIT 1)`;
const someBatch = `(SELECT id FROM audit_batches ORDER BY id OFFSET 2 LIMIT 1)`;
const columns = `ordinal, id, batch_id, patient_id, organization_id, actor_id, actor_organization_id, session_id, resource_id,
  break_glass_id, action, resource_type, outcome, purpose, actor_role, address, user_agent, request_id, detail, sealed`;

describe('an untouched trail', () => {
  it('verifies', async () => {
    const verdict = await app.get(TrailVerifier).verify();
    expect(verdict.findings).toEqual([]);
    expect(verdict).toMatchObject({ isIntact: true, events: 5132, pendingBatches: 0, seals: 1 });
  });
});

describe('an adversary with the database in hand is found out', () => {
  it.each<[string, string[], FindingKind[]]>([
    ['changes an event', [`UPDATE audit_events SET actor_role = 'nurse' WHERE ${someEvent}`], ['event-changed']],
    [
      'changes who was seen',
      [`UPDATE audit_events SET patient_id = gen_random_uuid() WHERE ${someEvent}`],
      ['event-changed'],
    ],
    ['deletes an event', [`DELETE FROM audit_events WHERE ${someEvent}`], ['event-removed']],
    [
      'inserts an event into a batch',
      [
        `INSERT INTO audit_events (occurred_at, ${columns})
         SELECT occurred_at, ${columns.replace('id,', 'uuid_v7_at(occurred_at),')} FROM audit_events WHERE ${someEvent}`,
      ],
      ['event-inserted'],
    ],
    [
      'inserts an event without a batch',
      [
        `INSERT INTO audit_events (occurred_at, ordinal, id, batch_id, action, resource_type, outcome, purpose)
         SELECT uuid_v7_instant(i), 0, i, gen_random_uuid(), 'read', 'allergy', 'success', 'TREAT' FROM uuid_v7_at(now()) i`,
      ],
      ['event-inserted'],
    ],
    [
      'swaps two events of a batch',
      [
        `UPDATE audit_events SET ordinal = CASE ordinal WHEN 0 THEN 1 ELSE 0 END WHERE ordinal < 2 AND batch_id = (
           SELECT batch_id FROM audit_events WHERE action = 'read' AND ordinal = 1 ORDER BY id LIMIT 1)`,
      ],
      ['event-reordered'],
    ],
    [
      'exchanges the contents of two events',
      [
        `UPDATE audit_events SET resource_id = CASE id WHEN a THEN (SELECT resource_id FROM audit_events WHERE id = b)
                                                  ELSE (SELECT resource_id FROM audit_events WHERE id = a) END
           FROM (SELECT (array_agg(id ORDER BY id))[3] AS a, (array_agg(id ORDER BY id))[9] AS b
                   FROM audit_events WHERE action = 'read') AS pair WHERE id IN (a, b)`,
      ],
      ['event-changed'],
    ],
    [
      'back-dates an event',
      [`UPDATE audit_events SET occurred_at = occurred_at - interval '1 second' WHERE ${someEvent}`],
      ['event-redated'],
    ],
    [
      'moves an event to another month',
      [`UPDATE audit_events SET occurred_at = occurred_at + interval '40 days' WHERE ${someEvent}`],
      ['event-redated', 'event-removed'],
    ],
    [
      'replays an old event under a new id',
      [
        `INSERT INTO audit_events (occurred_at, ${columns})
         SELECT uuid_v7_instant(fresh), ${columns.replace('id,', 'fresh,')} FROM audit_events, uuid_v7_at(now()) fresh WHERE ${someEvent}`,
      ],
      ['event-inserted'],
    ],
    [
      'drops a batch with its events',
      [
        `WITH gone AS (DELETE FROM audit_events WHERE batch_id = ${someBatch}) DELETE FROM audit_batches WHERE id = ${someBatch}`,
      ],
      ['batch-removed'],
    ],
    [
      'drops only the head of a batch',
      [`DELETE FROM audit_batches WHERE id = ${someBatch}`],
      ['batch-removed', 'event-inserted'],
    ],
    [
      'changes an event and makes its batch anew',
      [
        `UPDATE audit_events SET actor_role = 'nurse' WHERE ${someEvent}`,
        `UPDATE audit_batches SET digest = sha256('made anew') WHERE id = (SELECT batch_id FROM audit_events WHERE ${someEvent})`,
      ],
      ['batch-changed', 'event-changed'],
    ],
    [
      'back-dates a batch',
      [`UPDATE audit_batches SET recorded_at = recorded_at - interval '1 day' WHERE id = ${someBatch}`],
      ['batch-changed'],
    ],
    [
      'forges a batch',
      [
        `INSERT INTO audit_batches (started_at, recorded_at, event_count, id, writer_id, digest, fingerprints, mac)
         SELECT uuid_v7_instant(i), now(), 1, i, gen_random_uuid(), sha256('x'), '\\x00000000', sha256('y') FROM uuid_v7_at(now()) i`,
      ],
      ['batch-changed', 'event-removed'],
    ],
    ['removes a link', ['DELETE FROM audit_links WHERE position = 2'], ['link-removed']],
    [
      'changes a link',
      [`UPDATE audit_links SET content = sha256('x') WHERE position = 2`],
      ['batch-changed', 'link-changed'],
    ],
    [
      'changes a link and hashes it anew',
      [
        `UPDATE audit_links SET linked_at = linked_at + interval '1 ms', link = sha256(convert_to('link' || E'\\n' || writer_id || E'\\n' || position
           || E'\\n' || (extract(epoch FROM linked_at + interval '1 ms') * 1000)::bigint || E'\\n' || kind || E'\\n', 'UTF8') || content || previous)
          WHERE position = 2`,
      ],
      ['link-changed', 'link-forged'],
    ],
    [
      'exchanges two links',
      [
        `UPDATE audit_links SET position = -1 - position WHERE position IN (2, 3)`.replace(
          '-1 - position',
          '5 - position + 1000',
        ),
        `UPDATE audit_links SET position = position - 1000 WHERE position > 1000`,
      ],
      ['link-changed', 'link-removed', 'link-reordered'],
    ],
    [
      'cuts the tail off, links, batches and events',
      [
        `WITH gone AS (DELETE FROM audit_links WHERE position >= 3 RETURNING batch_ids),
              heads AS (DELETE FROM audit_batches WHERE id IN (SELECT unnest(batch_ids) FROM gone))
         DELETE FROM audit_events WHERE batch_id IN (SELECT unnest(batch_ids) FROM gone)`,
      ],
      ['chain-truncated'],
    ],
    [
      'removes a whole chain',
      ['DELETE FROM audit_links', 'DELETE FROM audit_batches', 'DELETE FROM audit_events'],
      ['chain-removed'],
    ],
    ['removes a seal from the database', ['DELETE FROM audit_seals'], ['seal-removed']],
    [
      'edits a seal',
      [`UPDATE audit_seals SET document = replace(document, '"position":', '"position":1')`],
      ['seal-changed'],
    ],
  ])('when it %s', async (_what, harm, expected) => {
    expect(await after(...harm)).toEqual(expected);
  });
});

describe('an adversary with the object store in hand is found out', () => {
  it('when it removes the copy of a seal', async () => {
    await rm(join(app.env.dataDir, 'objects/audit/seals/00000001.json'));
    expect(await kinds()).toEqual(['seal-removed']);
  });
});

describe('the application itself', () => {
  it.each(['UPDATE audit_events SET outcome = outcome', 'DELETE FROM audit_links', 'TRUNCATE audit_seals'])(
    'may not %s',
    async (statement) => {
      const login = new Client({ connectionString: app.database.url });
      await login.connect();
      await expect(login.query(statement)).rejects.toThrow('permission denied');
      await login.end();
    },
  );

  it('and not even the owner by mistake', async () => {
    await expect(app.database.sql('UPDATE audit_events SET outcome = outcome')).rejects.toThrow('append-only');
  });
});
