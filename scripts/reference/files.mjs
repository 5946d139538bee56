/** Writes or checks every generated file; `scripts/reference.mjs` runs it on the pinned Node. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.mjs';
import { readAnswers } from './answers.mjs';
import { configurationFiles } from './configuration.mjs';
import { openApiDocument } from './document.mjs';
import { webTypes } from './web-types.mjs';

const answers = readAnswers();
const files = {
  ...configurationFiles(),
  'src/platform/http/docs/answers.data.json': `${JSON.stringify(answers, undefined, 1)}\n`,
  'web/src/api/schema.d.ts': await webTypes(await openApiDocument(answers)),
};
const outdated = Object.entries(files).filter(([path, text]) => !isCurrent(path, text));

if (process.argv.includes('--check')) {
  for (const [path] of outdated) console.error(`${path} is out of date: run \`npm run reference\` and commit it.`);
  process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of outdated) {
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

function isCurrent(path, text) {
  return existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text;
}
