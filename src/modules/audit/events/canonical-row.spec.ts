import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { newId } from '../../../platform/database/new-id.js';
import { testDatabase, type TestDatabase } from '../../../testing/test-database.js';
import { LINES_TO_ROWS } from '../trail/lines-to-rows.js';
import { binaryRows } from './binary-rows.js';
import { canonicalLine, canonicalTail, EVENT_COLUMNS, parseLine, timestampText } from './canonical-row.rules.js';
import type { EventRow } from './event-row.js';

const anyText = fc.option(
  fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('\\N', '\\', '\t', '\\\\x', '')),
);
const anyRow = fc.record<EventRow>({
  id: fc.constant('').map(newId),
  patientId: fc.option(fc.uuid()),
  organizationId: fc.option(fc.uuid()),
  actorId: fc.option(fc.uuid().map((id) => id.toUpperCase())),
  actorOrganizationId: fc.option(fc.uuid()),
  sessionId: fc.option(fc.uuid()),
  resourceId: fc.option(fc.uuid()),
  breakGlassId: fc.option(fc.uuid()),
  action: fc.constantFrom('read', 'update'),
  resourceType: fc.constantFrom('allergy', 'health-record'),
  outcome: fc.constantFrom('success', 'denied', 'failed'),
  purpose: fc.constantFrom('TREAT', 'BTG'),
  actorRole: fc.option(fc.constantFrom('nurse', 'org-admin')),
  address: anyText,
  userAgent: anyText,
  requestId: anyText,
  detail: anyText,
  sealed: fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
});

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query("SET TimeZone = 'UTC'");
});
afterAll(async () => {
  await client.end();
  await database.close();
});

async function copied(batchId: string): Promise<string> {
  const select = `SELECT ${EVENT_COLUMNS.join(', ')} FROM audit_events WHERE batch_id = '${batchId}' ORDER BY ordinal`;
  const blocks: Buffer[] = [];
  for await (const block of client.query(copyTo(`COPY (${select}) TO STDOUT`))) blocks.push(block as Buffer);
  return Buffer.concat(blocks).toString('utf8');
}

/** Both ways in which the trail brings canonical lines into its table. */
const WAYS: [string, (lines: readonly string[]) => Promise<unknown>][] = [
  [
    'by INSERT',
    (lines) =>
      client.query(
        `${LINES_TO_ROWS} FROM (SELECT string_to_array(line, E'\\t', '\\N') AS f FROM unnest($1::text[]) AS line) AS lines`,
        [lines],
      ),
  ],
  [
    'by COPY, in binary',
    (lines) =>
      pipeline(
        Readable.from([binaryRows(lines.join('\n'), lines.length)]),
        client.query(copyFrom(`COPY audit_events (${EVENT_COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`)),
      ),
  ],
];

describe('the canonical row', () => {
  it.each(WAYS)(
    'is what COPY prints of the row that was made from it %s, whatever its texts hold',
    async (_way, store) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
          const batchId = newId();
          const lines = rows.map((row, ordinal) => canonicalLine(batchId, ordinal, canonicalTail(row)));
          await store(lines);
          expect(await copied(batchId)).toBe(lines.map((line) => `${line}\n`).join(''));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('never breaks a line or a field', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const line = canonicalLine(row.id, 0, canonicalTail(row));
        expect(line).not.toContain('\n');
        expect(parseLine(line)).toHaveLength(EVENT_COLUMNS.length);
      }),
    );
  });

  it('refuses an id that is none', () => {
    fc.assert(
      fc.property(anyRow, fc.string(), (row, id) => {
        fc.pre(!/^[0-9a-f-]{36}$/i.test(id));
        expect(() => canonicalTail({ ...row, resourceId: id })).toThrow('no UUID');
      }),
    );
  });

  it('writes an instant as PostgreSQL does', async () => {
    const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(instants, { minLength: 1, maxLength: 50 }), async (chosen) => {
        const { rows } = await client.query<{ text: string }>(
          `SELECT (timestamptz 'epoch' + ms * interval '1 millisecond')::text AS text FROM unnest($1::bigint[]) WITH ORDINALITY AS t (ms, n) ORDER BY n`,
          [chosen],
        );
        expect(chosen.map(timestampText)).toEqual(rows.map(({ text }) => text));
      }),
      { numRuns: 20 },
    );
  });
});
