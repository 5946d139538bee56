/** Runs Jest on the pinned Node, with the ES modules that its virtual machine still hides behind a flag. */
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { nodePath } from './setup/runtime.mjs';
import { runInPlace } from './setup/run-in-place.mjs';

const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim();
runInPlace(nodePath(), [join(root, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], { NODE_OPTIONS });
