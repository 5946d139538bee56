import { readFileSync } from 'node:fs';

/** Memory of a process in MB: what it holds now (VmRSS), or the most it ever held (VmHWM). NaN where there is no /proc. */
export function residentMegabytes(pid, figure = 'VmRSS') {
  if (process.platform !== 'linux') return Number.NaN;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)[1]) / 1024);
}
