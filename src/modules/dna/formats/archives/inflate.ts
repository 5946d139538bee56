import { once } from 'node:events';
import type { Gunzip, InflateRaw } from 'node:zlib';
import type { ByteQueue } from './byte-queue.js';
import { UnreadableGenome } from '../unreadable-genome.js';

/**
 * Runs the queue's bytes through a zlib stream until that says its data end, and gives back what follows it.
 *
 * @throws UnreadableGenome `corrupt-archive` when the data are broken or cut off.
 */
export async function* inflateRaw(queue: ByteQueue, inflate: InflateRaw | Gunzip): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = [];
  const state: { failure?: Error; isEnded: boolean } = { isEnded: false };
  let fed = 0;
  inflate.on('data', (chunk: Buffer) => output.push(chunk));
  inflate.on('error', (error) => (state.failure = error));
  inflate.on('end', () => (state.isEnded = true));
  try {
    let last: Uint8Array = new Uint8Array(0);
    while (!state.isEnded) {
      const chunk = await queue.next();
      if (chunk) {
        last = chunk;
        fed += chunk.length;
        await settled(inflate, (done) => inflate.write(chunk, done));
      } else {
        await settled(inflate, (done) => inflate.end(done));
        if (!state.isEnded && !state.failure) await Promise.race([once(inflate, 'end'), once(inflate, 'error')]);
      }
      if (state.failure) throw corrupt();
      yield* output.splice(0);
      if (!chunk) return;
    }
    const unused = fed - inflate.bytesWritten;
    if (unused > 0) queue.giveBack(last.subarray(last.length - unused));
  } catch (error) {
    if (error instanceof UnreadableGenome || !state.failure) throw error;
    throw corrupt();
  } finally {
    inflate.destroy();
  }
}

/** Resolves when the write was taken, the data ended or the stream failed, whichever comes first. */
async function settled(inflate: InflateRaw | Gunzip, write: (done: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      inflate.off('end', finish);
      inflate.off('error', finish);
      resolve();
    };
    inflate.once('end', finish);
    inflate.once('error', finish);
    write(finish);
  });
}

function corrupt(): UnreadableGenome {
  return new UnreadableGenome(
    'corrupt-archive',
    'The compressed file is damaged or incomplete. Download it again and resend it.',
  );
}
