import { decompress } from '../archives/decompress.js';
import type { DetectOptions } from './detect-layout.js';
import type { Provider } from '../layout.js';
import { GenomeReader } from '../read-genome.js';
import { UnreadableGenome } from '../unreadable-genome.js';

/** As much of an upload as is looked at before it is accepted. */
const HEAD_BYTES = 64 * 1024;

/** The beginning of a stream, and the whole of it still to be read. */
export interface StreamHead {
  head: Buffer;
  /** Whether the head is all there is. */
  isComplete: boolean;
  whole: AsyncGenerator<Uint8Array>;
}

/** Reads the beginning of a stream without losing it. */
export async function takeHead(source: AsyncIterable<Uint8Array>): Promise<StreamHead> {
  const iterator = source[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let isComplete = false;
  while (size < HEAD_BYTES && !isComplete) {
    const { value, done } = await iterator.next();
    if (done) isComplete = true;
    else {
      taken.push(value);
      size += value.length;
    }
  }
  return { head: Buffer.concat(taken), isComplete, whole: continued(taken, iterator, isComplete) };
}

async function* continued(
  taken: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
  isComplete: boolean,
): AsyncGenerator<Uint8Array> {
  yield* taken;
  if (isComplete) return;
  for (;;) {
    const { value, done } = await iterator.next();
    if (done) return;
    yield value;
  }
}

/**
 * Says what an upload is by its beginning; a small file is read to its end. What shows only later fails the reading itself.
 *
 * @throws UnreadableGenome
 */
export async function inspectHead(head: Buffer, isComplete: boolean, options: DetectOptions): Promise<Provider> {
  const reader = new GenomeReader(options);
  try {
    for await (const text of decompress(once(head))) {
      reader.push(text);
      if (!isComplete && reader.provider) return reader.provider;
    }
  } catch (error) {
    // The head of a compressed file ends in its middle, which is no damage.
    const isCut = !isComplete && error instanceof UnreadableGenome && error.reason === 'corrupt-archive';
    if (!isCut) throw error;
  }
  return isComplete ? reader.end().layout.provider : (reader.provider ?? 'other');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
