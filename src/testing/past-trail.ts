import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { v7 } from 'uuid';
import type { AuditKeys } from '../modules/audit/chain/audit-keys.js';
import { sealBatch, type Batch } from '../modules/audit/chain/batch.js';
import { ChainWriter, type Link } from '../modules/audit/chain/chain-writer.js';
import { canonicalTail, EVENT_COLUMNS, timestampText } from '../modules/audit/events/canonical-row.rules.js';
import type { EventRow } from '../modules/audit/events/event-row.js';
import { BATCH_FIELDS, LINK_FIELDS } from '../modules/audit/verification/stored-trail.js';

/** What a past month of the trail is made of. */
export interface PastMonth {
  /** 'YYYY-MM' */
  month: string;
  batches: number;
  eventsPerBatch: number;
  patientIds: readonly string[];
  actorIds: readonly string[];
  organizationId: string;
  /** Tables to copy into; the trail's own by default. */
  tables?: { events: string; batches: string; links: string };
}

/** A writer whose clock is set by hand, so that its chain may run through many months. */
export class PastWriter {
  instant = 0;
  readonly chain: ChainWriter;

  constructor(readonly keys: AuditKeys) {
    this.chain = new ChainWriter(keys, () => this.instant);
  }
}

/** Writes a month of genuine events, batches and links, evenly spread over it, by COPY as the owner. */
export async function writePastMonth(owner: Client, writer: PastWriter, past: PastMonth): Promise<void> {
  const tables = past.tables ?? { events: 'audit_events', batches: 'audit_batches', links: 'audit_links' };
  const batches: Batch[] = [];
  const links: Link[] = [];
  const lines = function* (): Generator<string> {
    for (const { batch, link } of batchesOf(writer, past)) {
      yield `${batch.lines}\n`;
      batches.push({ ...batch, lines: '' });
      links.push(link);
    }
  };
  await copy(owner, tables.events, EVENT_COLUMNS, lines());
  await copy(owner, tables.batches, BATCH_FIELDS, batches.map(batchLine));
  await copy(owner, tables.links, LINK_FIELDS, links.map(linkLine));
}

function* batchesOf(writer: PastWriter, past: PastMonth): Generator<{ batch: Batch; link: Link }> {
  const start = Date.parse(`${past.month}-01T00:00:00Z`);
  const step = Math.floor((27 * 86_400_000) / past.batches);
  for (let number = 0; number < past.batches; number++) {
    const instant = start + number * step;
    const rows = Array.from({ length: past.eventsPerBatch }, (_, ordinal) => rowOf(past, instant, number + ordinal));
    const [first] = rows;
    if (!first) return;
    writer.instant = instant + 2;
    const batch = sealBatch(writer.chain.writerId, rows.map(canonicalTail), first.id, writer.keys, instant + 1);
    yield { batch, link: writer.chain.link([batch]) };
  }
}

const ACTIONS = ['read', 'list', 'search', 'update'] as const;
const RESOURCES = ['summary', 'allergy', 'vaccination', 'health-record', 'patient'];

function rowOf(past: PastMonth, instant: number, number: number): EventRow {
  return {
    id: v7({ msecs: instant, random: randomBytes(16) }),
    patientId: past.patientIds[(number * 7919) % past.patientIds.length] ?? null,
    organizationId: past.organizationId,
    actorId: past.actorIds[(number * 31) % past.actorIds.length] ?? null,
    actorOrganizationId: past.organizationId,
    sessionId: past.actorIds[(number * 17) % past.actorIds.length] ?? null,
    resourceId: null,
    breakGlassId: null,
    action: ACTIONS[number % 4] as EventRow['action'],
    resourceType: RESOURCES[number % 5] as string,
    outcome: 'success',
    purpose: 'TREAT',
    actorRole: 'nurse',
    address: '192.0.2.17',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    requestId: `request-${number}`,
    detail: null,
    sealed: null,
  };
}

async function copy(owner: Client, table: string, columns: readonly string[], lines: Iterable<string>): Promise<void> {
  const sink = owner.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(blocksOf(lines)), sink);
}

function* blocksOf(lines: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 1 << 18) continue;
    yield Buffer.from(block);
    block = '';
  }
  yield Buffer.from(block);
}

function batchLine(batch: Batch): string {
  const { id, writerId, recordedAt, count, digest, fingerprints, mac } = batch;
  const startedAt = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return `${[id, timestampText(startedAt), writerId, timestampText(recordedAt), count, hex(digest), hex(fingerprints), hex(mac)].join('\t')}\n`;
}

function linkLine(link: Link): string {
  const { writerId, position, linkedAt, kind, batchIds, content, previous, link: hash, mac } = link;
  const ids = `{${batchIds.join(',')}}`;
  return `${[writerId, position, timestampText(linkedAt), kind, ids, hex(content), hex(previous), hex(hash), hex(mac)].join('\t')}\n`;
}

function hex(bytes: Buffer): string {
  return `\\\\x${bytes.toString('hex')}`;
}
