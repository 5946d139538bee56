import { createGunzip } from 'node:zlib';
import { ByteQueue } from './byte-queue.js';
import { inflateRaw } from './inflate.js';
import { UnreadableGenome } from '../unreadable-genome.js';
import { unzipSingle } from './unzip.js';

/** How much a compressed file may become. */
export interface DecompressionLimits {
  /** Bytes after decompression. */
  maxBytes: number;
  /** Bytes after by bytes before; genotype files reach 5, a VCF 30, a bomb 1,000. */
  maxRatio: number;
}

/** Half a gigabyte, and a hundred to one. */
const DEFAULT_LIMITS: DecompressionLimits = { maxBytes: 512 * 1024 * 1024, maxRatio: 100 };

/** Below this the ratio is not looked at: a short file of equal lines is no attack. */
const RATIO_FLOOR_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file, whether it comes plain, gzipped (also in several members) or zipped (one file), told by its first
 * bytes. Memory stays constant.
 *
 * @throws UnreadableGenome for bombs, broken and encrypted archives, and archives of several files.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  limits: DecompressionLimits = DEFAULT_LIMITS,
): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(source);
  const magic = await queue.peek(4);
  const text = isGzip(magic) ? gunzip(queue) : isZip(magic) ? unzipSingle(queue) : queue.rest();
  let produced = 0;
  for await (const chunk of text) {
    produced += chunk.length;
    if (produced > limits.maxBytes) {
      throw new UnreadableGenome(
        'file-too-large',
        `The file is larger than ${Math.round(limits.maxBytes / 1e6)} MB of text.`,
      );
    }
    if (produced > RATIO_FLOOR_BYTES && produced > queue.consumed * limits.maxRatio) {
      throw new UnreadableGenome(
        'decompression-bomb',
        `The file grows more than ${limits.maxRatio} times when it is decompressed, which no genotype file does.`,
      );
    }
    yield chunk;
  }
}

function isGzip(magic: Uint8Array): boolean {
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

function isZip(magic: Uint8Array): boolean {
  return magic[0] === 0x50 && magic[1] === 0x4b && (magic[2] === 3 || magic[2] === 5 || magic[2] === 7);
}

async function* gunzip(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  yield* inflateRaw(queue, createGunzip({ chunkSize: 256 * 1024 }));
}
