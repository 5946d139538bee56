import { setTimeout as sleep } from 'node:timers/promises';

/** What the pool's spec runs: adds numbers, fails, or stays. */
export default async function sum({
  numbers,
  fails,
  staysMs,
}: {
  numbers: number[];
  fails?: boolean;
  staysMs?: number;
}) {
  if (fails) throw new RangeError('asked to fail');
  if (staysMs) await sleep(staysMs);
  return numbers.reduce((total, number) => total + number, 0);
}
