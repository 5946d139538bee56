/**
 * Writes what is made from the sources and kept beside them: `.env.example` and docs/configuration.md from the configuration's
 * schema, what the API answers from the controllers' return types, and the dashboard's types from the OpenAPI document. With
 * `--check` it writes nothing and fails when one of them is out of date. No build is needed.
 */
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { runInPlace } from './setup/run-in-place.mjs';
import { nodePath } from './setup/runtime.mjs';

const script = (name) => join(root, 'scripts', name);
runInPlace(
  nodePath(),
  ['--import', script('source-loader.mjs'), script('reference/files.mjs'), ...process.argv.slice(2)],
  {},
);
