import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const THREADS = '/proc/self/task';

/**
 * Lets this process have what processor time others leave over. On Linux a priority is a thread's own: set for the process it is the main
 * thread's alone, and those that V8 collects garbage with and libuv works with, begun before, would go on as before. Threads begun
 * later have it from the one that begins them.
 */
export function workInBackground(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  for (const thread of threadIds()) lower(thread);
}

function threadIds(): number[] {
  try {
    return readdirSync(THREADS).map(Number);
  } catch (error) {
    // No Linux: there a priority is the process's.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function lower(thread: number): void {
  try {
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    // It ended meanwhile.
    if ((error as { info?: { code?: string } }).info?.code !== 'ESRCH') throw error;
  }
}
