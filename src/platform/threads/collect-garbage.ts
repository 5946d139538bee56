import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' | 'major' }) => void;

let collect: Collect | undefined;

/**
 * Collects this thread's garbage now. V8 waits until 64 MB of buffers lie about before it looks for dead ones, in each thread anew.
 * `minor` finds those that died young, such as the pieces of a stream, in half a millisecond; `major` finds all, takes 20 ms even of a
 * heap of few megabytes, and makes V8 forget the code of functions that did not run for a while.
 */
export function collectGarbage(type: 'minor' | 'major'): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
    setFlagsFromString('--no-expose-gc');
  }
  collect({ type });
}
