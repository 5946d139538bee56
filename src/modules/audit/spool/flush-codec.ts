import type { Flush } from '../trail/batch-store.js';

interface JsonBuffer {
  $: string;
}

/** A flush as bytes for the spool, with its buffers in base64. */
export function encodeFlush(flush: Flush): Buffer {
  return Buffer.from(JSON.stringify(flush, (_key, value: unknown) => fromBuffer(value)));
}

/** A flush read back from the spool. */
export function decodeFlush(bytes: Buffer): Flush {
  return JSON.parse(bytes.toString('utf8'), (_key, value: unknown) =>
    isJsonBuffer(value) ? Buffer.from(value.$, 'base64') : value,
  ) as Flush;
}

/** `Buffer.toJSON` has run before a replacer sees the value. */
function fromBuffer(value: unknown): unknown {
  const candidate = value as { type?: unknown; data?: unknown } | null;
  if (typeof candidate !== 'object' || candidate === null || candidate.type !== 'Buffer') return value;
  return { $: Buffer.from(candidate.data as number[]).toString('base64') } satisfies JsonBuffer;
}

function isJsonBuffer(value: unknown): value is JsonBuffer {
  return typeof value === 'object' && value !== null && typeof (value as JsonBuffer).$ === 'string';
}
