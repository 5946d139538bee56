import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { TrailWriter } from '../trail/trail-writer.js';
import { AuditKeys } from './audit-keys.js';
import { batchHash, macOf } from './chain.rules.js';

/** A living process links its batches within a second; what is older has been left. */
const GRACE_MS = 60_000;
/**
 * How far before the newest link an orphan can lie. Living processes look once an hour; where none lived, the newest link is from
 * about the time of the crash.
 */
const LOOK_BACK_MS = 3 * 3_600_000;

interface BatchRow {
  id: string;
  writer_id: string;
  recorded_ms: string;
  event_count: number;
  digest: Buffer;
  fingerprints: Buffer;
  mac: Buffer;
}

/** Batches of transactions that committed in a process which was killed before it could link them. */
@Injectable()
export class OrphanBatches {
  constructor(
    private readonly database: Database,
    private readonly writer: TrailWriter,
    private readonly keys: AuditKeys,
  ) {}

  /**
   * Links them into this process's chain; returns how many there were. One whose MAC is not ours is left: it was not written by this service,
   * and verification names it.
   */
  async adopt(now = Date.now()): Promise<number> {
    const newest = await this.newestLink();
    const rows = await this.database.query<BatchRow>(
      `SELECT b.id, b.writer_id, (extract(epoch FROM b.recorded_at) * 1000)::bigint AS recorded_ms, b.event_count,
              b.digest, b.fingerprints, b.mac
         FROM audit_batches b
        WHERE b.started_at > $1::timestamptz AND b.recorded_at < $2::timestamptz
          AND b.id NOT IN (SELECT unnest(l.batch_ids) FROM audit_links l WHERE l.linked_at > $1::timestamptz)
        ORDER BY b.id`,
      [new Date(newest - LOOK_BACK_MS), new Date(now - GRACE_MS)],
    );
    const genuine = rows.map(referenceOf).filter(({ hash, mac }) => macOf(this.keys.macKey, 'batch', hash).equals(mac));
    for (const { id, hash } of genuine) this.writer.adopt({ id, hash });
    return genuine.length;
  }

  /** ms; the beginning of time (as a Date can say it from here) when there is no link yet. */
  private async newestLink(): Promise<number> {
    const [row] = await this.database.query<{ ms: string | null }>(
      'SELECT (extract(epoch FROM max(linked_at)) * 1000)::bigint AS ms FROM audit_links',
    );
    return row?.ms === null || row === undefined ? LOOK_BACK_MS : Number(row.ms);
  }
}

function referenceOf(row: BatchRow): { id: string; hash: Buffer; mac: Buffer } {
  const hash = batchHash({
    id: row.id,
    writerId: row.writer_id,
    recordedAt: Number(row.recorded_ms),
    count: row.event_count,
    digest: row.digest,
    fingerprints: row.fingerprints,
  });
  return { id: row.id, hash, mac: row.mac };
}
