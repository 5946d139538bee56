import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** The kernel counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const READ_BUFFER_BYTES = 64 * 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * Deals `requests` out to the connections, as cards are, and has each send its own in turn for `seconds` (or until `amount` are
 * answered), one at a time and the next as soon as the answer is whole; tells what came back. An answer that is not 2xx is a failure of
 * the benchmark, not a fast answer.
 *
 * It shares the processors with what it measures, so it does next to nothing: requests are bytes made beforehand, and of an answer it
 * reads the status and the length. A general load generator for Node took 40 us a request here, a third of what the
 * service itself takes for a cached answer; this one takes a quarter of that.
 */
export async function load({ url, requests, connections, seconds, amount, headers = {}, pid }) {
  const { hostname, port, host } = new URL(url);
  const messages = requests.map((request) => messageOf(request, host, headers));
  const hands = Array.from({ length: connections }, (_, hand) =>
    messages.filter((_, index) => index % connections === hand),
  );
  const run = { durations: [], left: amount ?? Infinity, until: Infinity };
  const cpuBefore = cpuSeconds(pid);
  const began = performance.now();
  if (amount === undefined) run.until = began + seconds * 1000;
  await Promise.all(
    hands.map((hand) => converse({ hostname, port: Number(port) }, hand.length === 0 ? messages : hand, run)),
  );
  const elapsed = (performance.now() - began) / 1000;
  const cpu = cpuSeconds(pid) - cpuBefore;
  const { durations } = run;
  const sorted = Float64Array.from(durations).sort();
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {
    perSecond: durations.length / elapsed,
    cpuMicros: (cpu * 1e6) / durations.length,
    p50: quantile(0.5),
    p99: quantile(0.99),
    total: durations.length,
  };
}

/** One connection: sends its messages in turn, over and over, until the run is over. */
function converse({ hostname, port }, messages, run) {
  return new Promise((resolve, reject) => {
    let next = 0;
    let sentAt = 0;
    let isAnswered = true;
    const answer = new AnswerReader();
    const socket = connect({
      host: hostname,
      port,
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES), callback: read },
    });
    const send = () => {
      const now = performance.now();
      if (run.left <= 0 || now >= run.until) {
        socket.destroy();
        resolve();
        return;
      }
      run.left--;
      isAnswered = false;
      sentAt = now;
      socket.write(messages[next++ % messages.length]);
    };
    const fail = (error) => {
      socket.destroy();
      reject(error);
    };
    socket.on('connect', send);
    socket.on('error', fail);
    socket.on('close', () => !isAnswered && fail(new Error('The service closed a connection before it had answered.')));

    function read(count, buffer) {
      try {
        if (!answer.take(buffer.subarray(0, count))) return true;
      } catch (error) {
        fail(error);
        return true;
      }
      isAnswered = true;
      run.durations.push(performance.now() - sentAt);
      send();
      return true;
    }
  });
}

/** Finds the end of an HTTP/1.1 answer that tells its length. */
class AnswerReader {
  #head = Buffer.alloc(0);
  #bodyLeft = 0;

  /** True when these bytes end an answer. */
  take(bytes) {
    if (this.#bodyLeft > 0) {
      this.#bodyLeft -= bytes.length;
      return this.#bodyLeft === 0;
    }
    const seen = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = seen.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#head = Buffer.from(seen);
      return false;
    }
    this.#head = Buffer.alloc(0);
    const head = seen.latin1Slice(0, end);
    const status = Number(head.slice(STATUS_AT, STATUS_AT + 3));
    if (!(status >= 200 && status < 300)) throw new Error(`A request was answered with status ${status}.`);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error('An answer did not tell its length.');
    this.#bodyLeft = Number(length) - (seen.length - end - END_OF_HEAD.length);
    return this.#bodyLeft === 0;
  }
}

function messageOf({ method = 'GET', path, headers, body = '' }, host, commonHeaders) {
  const all = { host, ...commonHeaders, ...headers };
  if (body !== '') all['content-length'] = Buffer.byteLength(body);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
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
