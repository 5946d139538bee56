/** Runs the built service on the pinned Node, whatever Node npm runs on. */
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { nodePath } from './setup/runtime.mjs';
import { runInPlace } from './setup/run-in-place.mjs';

runInPlace(nodePath(), [join(root, 'dist/main.js'), ...process.argv.slice(2)], {});
