import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { v4, v7 } from 'uuid';

const EVENTS_PER_BATCH = 40;
const TABLES = ['audit_events', 'audit_batches', 'audit_links'];
const ACTIONS = ['read', 'list', 'search', 'update'];
const RESOURCES = ['summary', 'allergy', 'vaccination', 'health-record', 'patient'];

/**
 * Fills months of the trail, the current one the last, with genuine events: canonical rows, digests, links and MACs as the
 * service makes them. Each month is copied into tables without indexes, which are indexed and attached afterwards: ten
 * million events take minutes that way, and hours by INSERT.
 */
export async function fillTrail(owner, keys, { months, events, patientIds }) {
  const trail = await trailModules();
  const clock = { now: 0 };
  const chain = new trail.ChainWriter(keys, () => clock.now);
  const actors = Array.from({ length: 200 }, () => v4());
  const organizationId = v4();
  const perMonth = Math.ceil(events / months / EVENTS_PER_BATCH);
  let month;
  for (let ago = months - 1; ago >= 0; ago--) {
    month = monthsAgo(ago);
    for (const table of TABLES) await owner.query(`DROP TABLE IF EXISTS ${partition(table, month)}`);
    const made = makeMonth(trail, chain, clock, keys, { month, batches: perMonth, patientIds, actors, organizationId });
    await fillMonth(owner, month, made);
    process.stderr.write(`\r${month}: ${(months - ago) * perMonth * EVENTS_PER_BATCH} events`);
  }
  process.stderr.write('\n');
  await owner.query('VACUUM ANALYZE');
  return { lastMonth: month };
}

async function trailModules() {
  const [batch, chain, canonical] = await Promise.all([
    import('../../dist/modules/audit/chain/batch.js'),
    import('../../dist/modules/audit/chain/chain-writer.js'),
    import('../../dist/modules/audit/events/canonical-row.rules.js'),
  ]);
  return { ...batch, ...chain, ...canonical };
}

/** In the transaction that makes the tables, so that a server with `wal_level = minimal` need not log their rows. */
async function fillMonth(owner, month, { eventLines, batches, links, columns }) {
  await owner.query('BEGIN');
  for (const table of TABLES) {
    await owner.query(
      `CREATE TABLE ${partition(table, month)} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`,
    );
  }
  await copy(owner, partition('audit_events', month), columns.join(', '), eventLines);
  await copy(
    owner,
    partition('audit_batches', month),
    'id, started_at, writer_id, recorded_at, event_count, digest, fingerprints, mac',
    batches,
  );
  await copy(
    owner,
    partition('audit_links', month),
    'writer_id, position, linked_at, kind, batch_ids, content, previous, link, mac',
    links,
  );
  const [first, next] = [monthStart(month, 0), monthStart(month, 1)];
  for (const table of TABLES) {
    await owner.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${partition(table, month)} FOR VALUES FROM ('${first}') TO ('${next}')`,
    );
    await owner.query(`GRANT SELECT ON ${partition(table, month)} TO white_cross_app`);
  }
  await owner.query('COMMIT');
}

/** The events stream; heads and links are collected on the way, for they are few. */
function makeMonth(trail, chain, clock, keys, { month, batches: count, patientIds, actors, organizationId }) {
  const start = Date.parse(monthStart(month, 0).replace(' ', 'T').replace('+00', 'Z'));
  const step = Math.floor((Math.min(Date.now() - start, 27 * 86_400_000) - 60_000) / count);
  const [batches, links] = [[], []];
  const eventLines = (function* () {
    for (let number = 0; number < count; number++) {
      const instant = start + number * step;
      clock.now = instant + 2;
      const rows = Array.from({ length: EVENTS_PER_BATCH }, () => rowOf(instant, patientIds, actors, organizationId));
      const batch = trail.sealBatch(chain.writerId, rows.map(trail.canonicalTail), rows[0].id, keys, instant + 1);
      batches.push(batchLine(trail, batch));
      links.push(linkLine(trail, chain.link([batch])));
      yield `${batch.lines}\n`;
    }
  })();
  return { eventLines, batches, links, columns: trail.EVENT_COLUMNS };
}

function rowOf(instant, patientIds, actors, organizationId) {
  const dice = Math.floor(Math.random() * 1e9);
  const actorId = actors[dice % actors.length];
  return {
    id: v7({ msecs: instant, random: randomBytes(16) }),
    patientId: patientIds[dice % patientIds.length],
    organizationId,
    actorId,
    actorOrganizationId: organizationId,
    sessionId: actorId,
    resourceId: null,
    breakGlassId: null,
    action: ACTIONS[dice % ACTIONS.length],
    resourceType: RESOURCES[dice % RESOURCES.length],
    outcome: 'success',
    purpose: 'TREAT',
    actorRole: 'nurse',
    address: '192.0.2.17',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)',
    requestId: actorId,
    detail: null,
    sealed: null,
  };
}

async function copy(owner, table, columns, lines) {
  await pipeline(Readable.from(blocksOf(lines)), owner.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
}

function* blocksOf(lines) {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 1 << 18) continue;
    yield Buffer.from(block);
    block = '';
  }
  yield Buffer.from(block);
}

function batchLine({ timestampText }, batch) {
  const startedAt = Number.parseInt(batch.id.slice(0, 8) + batch.id.slice(9, 13), 16);
  const { id, writerId, recordedAt, count, digest, fingerprints, mac } = batch;
  return `${[id, timestampText(startedAt), writerId, timestampText(recordedAt), count, hex(digest), hex(fingerprints), hex(mac)].join('\t')}\n`;
}

function linkLine({ timestampText }, link) {
  const { writerId, position, linkedAt, kind, batchIds, content, previous, mac } = link;
  const hashes = [content, previous, link.link, mac].map(hex);
  return `${[writerId, position, timestampText(linkedAt), kind, `{${batchIds.join(',')}}`, ...hashes].join('\t')}\n`;
}

function hex(bytes) {
  return `\\\\x${bytes.toString('hex')}`;
}

function monthsAgo(count) {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 7);
}

function monthStart(month, after) {
  const [year, number] = month.split('-').map(Number);
  return `${new Date(Date.UTC(year, number - 1 + after, 1)).toISOString().slice(0, 10)} 00:00:00+00`;
}

function partition(table, month) {
  return `${table}_y${month.replace('-', 'm')}`;
}
