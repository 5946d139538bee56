import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const INTERVAL_MS = 10;

/** Asks again until `isDone` says yes, and gives that result; fails after half a minute, or so long, with the last one. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  isDone: (value: T) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await ask();
    if (isDone(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still not so after ${patienceMs} ms: ${JSON.stringify(value)}`);
    await sleep(INTERVAL_MS);
  }
}
