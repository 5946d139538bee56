import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects this thread's garbage now. V8 waits until 64 MB of buffers lie about before it looks for dead ones, in each thread
 * anew; a thread whose heap is a few megabytes finds them in 3 ms. Call it where a task has dropped large buffers.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
  }
  collect();
}
