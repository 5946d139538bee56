import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { type: 'major'; flavor: 'last-resort'; execution: 'async' }) => Promise<void>;

/** By then caches are warm and connections open, which leave garbage of their own. */
const SETTLED_MS = 15_000;

/**
 * Gives back what loading some 2,500 modules took: V8 has grown its young generation to 128 MB by then and would keep it.
 * Measured on the idle api: 210 MB before, 118 MB after, in 70 ms. Done once at the end of start, once when all is settled.
 */
export async function releaseStartupMemory(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as CollectGarbage;
  setFlagsFromString('--no-expose-gc');
  const release = (): Promise<void> => collectGarbage({ type: 'major', flavor: 'last-resort', execution: 'async' });
  setTimeout(() => void release(), SETTLED_MS).unref();
  await release();
}
