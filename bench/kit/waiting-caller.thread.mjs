import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Calls one route again and again and notes how long each answer took, until it is told to stop. In a thread of its own: the thread
 * that sends large files would make it wait for itself.
 */
const { url, headers } = workerData;
const times = [];
const told = new AbortController();
parentPort.once('message', () => told.abort());
while (!told.signal.aborted) {
  const started = performance.now();
  await (await fetch(url, { headers })).arrayBuffer();
  times.push(performance.now() - started);
  await sleep(2);
}
// oxlint-disable-next-line require-post-message-target-origin -- a port of a thread, not a window
parentPort.postMessage(times);
