/** Runs a built command of dist/cli on the pinned Node: `node scripts/run.mjs audit-verify --json`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './setup/build.mjs';
import { root } from './setup/run.mjs';
import { nodePath } from './setup/runtime.mjs';
import { runInPlace } from './setup/run-in-place.mjs';

const [, , command, ...rest] = process.argv;
const program = join(root, 'dist/cli', `${command}.js`);
if (!existsSync(program)) ensureBuild();
runInPlace(nodePath(), [program, ...rest], {});
