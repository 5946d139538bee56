/**
 * Tests the dashboard on the pinned Node: what it decides by itself, then the walks through the running application in Chromium
 * (skipped, loudly, where there is none). One process for all walks, so that they share one application.
 */
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { nodePath } from './setup/runtime.mjs';
import { runInPlace } from './setup/run-in-place.mjs';

const files = process.argv.length > 2 ? process.argv.slice(2) : ['web/src/**/*.test.ts', 'test/browser/*.walk.ts'];
const flags = ['--test', '--test-isolation=none', '--test-reporter=spec', '--no-warnings'];
runInPlace(nodePath(), [...flags, ...files.map((file) => join(root, file))], {});
