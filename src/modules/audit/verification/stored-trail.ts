import type { BatchHead, LinkHead } from '../chain/chain.rules.js';

/** A batch's head as it is stored, believed in nothing. */
export interface StoredBatch extends BatchHead {
  mac: Buffer;
}

/** A link as it is stored, believed in nothing. */
export interface StoredLink extends LinkHead {
  batchIds: string[];
  link: Buffer;
  mac: Buffer;
}

/** One month of the trail, wherever it lies. */
export interface TrailMonth {
  /** 'YYYY-MM', UTC. */
  month: string;
  isArchived: boolean;
  /** Canonical lines in blocks of any cut, ordered by batch and ordinal. */
  events(): AsyncIterable<Buffer>;
  /** The same lines in the order in which they lie, which costs nothing. */
  eventsAsTheyLie(): AsyncIterable<Buffer>;
  /** Lines of {@link BATCH_FIELDS}, ordered by id. */
  batches(): AsyncIterable<Buffer>;
  /** Lines of {@link LINK_FIELDS}, ordered by time, writer and position. */
  links(): AsyncIterable<Buffer>;
}

/** Months (UTC) to verify, both included; null for the first or the last there is. */
export interface VerifiedPeriod {
  from: string | null;
  to: string | null;
}

export const BATCH_FIELDS = [
  'id',
  'started_at',
  'writer_id',
  'recorded_at',
  'event_count',
  'digest',
  'fingerprints',
  'mac',
] as const;
export const LINK_FIELDS = [
  'writer_id',
  'position',
  'linked_at',
  'kind',
  'batch_ids',
  'content',
  'previous',
  'link',
  'mac',
] as const;

/** A batch from its line. */
export function batchOf(line: Buffer): StoredBatch {
  const [id, , writerId, recordedAt, count, digest, fingerprints, mac] = line
    .toString('latin1')
    .split('\t') as Strings<8>;
  return {
    id,
    writerId,
    recordedAt: instantOf(recordedAt),
    count: Number(count),
    digest: bytesOf(digest),
    fingerprints: bytesOf(fingerprints),
    mac: bytesOf(mac),
  };
}

/** A link from its line. */
export function linkOf(line: Buffer): StoredLink {
  const fields = line.toString('latin1').split('\t') as Strings<9>;
  const [writerId, position, linkedAt, kind, batchIds, content, previous, link, mac] = fields;
  return {
    writerId,
    position: Number(position),
    linkedAt: instantOf(linkedAt),
    kind: kind as StoredLink['kind'],
    batchIds: batchIds === '{}' ? [] : batchIds.slice(1, -1).split(','),
    content: bytesOf(content),
    previous: bytesOf(previous),
    link: bytesOf(link),
    mac: bytesOf(mac),
  };
}

type Strings<N extends number, T extends string[] = []> = T['length'] extends N ? T : Strings<N, [...T, string]>;

/** '\\x6162' as COPY prints a bytea. */
function bytesOf(field: string): Buffer {
  return Buffer.from(field.slice(3), 'hex');
}

/** '2026-09-01 08:30:00.25+00' as ms; what has finer digits than ms was not written by us and must not look as if. */
function instantOf(field: string): number {
  const iso = `${field.slice(0, 10)}T${field.slice(11, -3)}Z`;
  const instant = Date.parse(iso);
  return field.length > 26 ? Number.NaN : instant;
}
