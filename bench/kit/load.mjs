import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** The kernel counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/**
 * Deals `requests` out to the connections, as cards are, and has each send its own in turn over `connections` for `seconds` (or until `amount` are answered) and tells what came back. An answer
 * that is not 2xx is a failure of the benchmark, not a fast answer.
 */
export async function load({ url, requests, connections, seconds, amount, headers = {}, pid }) {
  const hands = Array.from({ length: connections }, (_, hand) =>
    requests.filter((_, index) => index % connections === hand),
  );
  for (const hand of hands) if (hand.length === 0) hand.push(...requests);
  let next = 0;
  let refusal;
  const instance = autocannon({
    url,
    connections,
    headers,
    setupClient: (client) => client.setRequests(hands[next++ % connections]),
    ...(amount === undefined ? { duration: seconds } : { amount }),
  });
  instance.on('response', (client, status) => {
    if (status >= 300) refusal ??= status;
  });
  const cpuBefore = cpuSeconds(pid);
  const result = await instance;
  const cpu = cpuSeconds(pid) - cpuBefore;
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0) {
    throw new Error(
      `Of ${result.requests.total} requests, ${non2xx} were refused, ${errors} broke and ${timeouts} timed out; the first status was ${refusal}.`,
    );
  }
  const elapsed = result.duration;
  return {
    perSecond: (result['2xx'] ?? result.requests.total) / elapsed,
    cpuMicros: (cpu * 1e6) / result.requests.total,
    p50: result.latency.p50,
    p99: result.latency.p99,
    total: result.requests.total,
  };
}

/** Processor time of a process so far, in seconds; it says more than the wall on a shared machine. NaN where there is no /proc. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return NaN;
  }
}
