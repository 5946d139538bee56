import { createSecretKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync, type ZstdOptions } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { hmacSha256 } from '../../crypto/hmac.js';
import type { KeyProvider } from '../../crypto/key-provider.js';
import { openBytes, sealBytes } from '../../crypto/sealed-box.js';
import type { CachedBody } from './cached-body.js';

const compressInThread = promisify(zstdCompress);
const COMPRESS_FROM_BYTES = 1024;
/**
 * Up to here compressing takes less than half a millisecond and is done at once. In a thread it costs ten times the processor time
 * (8 KB: 540 us against 55), since contexts that lie about for several turns make V8 collect garbage again and again.
 */
const COMPRESS_AT_ONCE_BYTES = 128 * 1024;
const CHUNK_MAX_BYTES = 16 * 1024;
const INFLATED_MAX_BYTES = 256 * 1024 * 1024;
const IS_COMPRESSED = 1;
const LOADED_AT_OFFSET = 1;
const HEADER_BYTES = 11;
/** Names known by heart: who finds nothing under one stores under it next, some milliseconds later. */
const NAMES_MAX = 1000;

/**
 * Makes cache entries unreadable for whoever sees Redis. Each entry is sealed under a key of its own, derived from its name, so
 * that no key ever comes near the 2^32 random IVs of SP 800-38D, and an entry moved to another name does not open.
 */
export class EntrySealer {
  private readonly nameKey: KeyObject;
  private readonly valueKey: KeyObject;
  private readonly names = new LRUCache<string, string>({ max: NAMES_MAX });

  constructor(keys: KeyProvider) {
    this.nameKey = keys.derive('cache names');
    this.valueKey = keys.derive('cache values');
  }

  /** The name in Redis of what the process calls `text`. */
  nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = `wc:${hmacSha256(this.nameKey, Buffer.from(text)).toString('base64url')}`;
    this.names.set(text, name);
    return name;
  }

  async seal(name: string, { body, etag, contentType, loadedAt }: CachedBody): Promise<Buffer> {
    const isCompressed = body.length > COMPRESS_FROM_BYTES;
    const packed = isCompressed ? await compressed(body) : body;
    const label = etag + contentType;
    const bodyAt = HEADER_BYTES + label.length;
    const plain = Buffer.allocUnsafe(bodyAt + packed.length);
    plain[0] = isCompressed ? IS_COMPRESSED : 0;
    plain.writeDoubleBE(loadedAt, LOADED_AT_OFFSET);
    plain[9] = etag.length;
    plain[10] = contentType.length;
    plain.write(label, HEADER_BYTES, 'latin1');
    packed.copy(plain, bodyAt);
    return sealBytes(this.entryKey(name), 0, Buffer.from(name), plain);
  }

  /** @throws SealBroken when the bytes are not what was stored under that name */
  open(name: string, bytes: Buffer): CachedBody {
    const plain = openBytes(this.entryKey(name), Buffer.from(name), bytes);
    const typeAt = HEADER_BYTES + plain.readUInt8(9);
    const bodyAt = typeAt + plain.readUInt8(10);
    const packed = plain.subarray(bodyAt);
    return {
      body: plain[0] === IS_COMPRESSED ? zstdDecompressSync(packed, { maxOutputLength: INFLATED_MAX_BYTES }) : packed,
      etag: plain.toString('latin1', HEADER_BYTES, typeAt),
      contentType: plain.toString('latin1', typeAt, bodyAt),
      loadedAt: plain.readDoubleBE(LOADED_AT_OFFSET),
    };
  }

  /** A key object: given the bytes, a cipher takes 30 us in place of 8. */
  private entryKey(name: string): KeyObject {
    return createSecretKey(hmacSha256(this.valueKey, Buffer.from(name)));
  }
}

/** Level 1: a tenth larger than the default level, at half its cost. Told the size, zstd takes memory for that much only. */
function compressed(body: Buffer): Buffer | Promise<Buffer> {
  const options: ZstdOptions = {
    pledgedSrcSize: body.length,
    // Room for what it becomes: by default Node takes 16 KB each time, which V8 then has to collect.
    chunkSize: Math.min(CHUNK_MAX_BYTES, Math.max(COMPRESS_FROM_BYTES, body.length >>> 1)),
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  };
  return body.length <= COMPRESS_AT_ONCE_BYTES ? zstdCompressSync(body, options) : compressInThread(body, options);
}
