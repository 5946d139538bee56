/**
 * Writes `.env.example` and the configuration table of docs/configuration.md from the schema that the service itself reads
 * (compiled, hence after a build). With `--check` it writes nothing and fails when one of them is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';

const TITLES = {
  general: 'General',
  log: 'Logging',
  http: 'HTTP',
  database: 'PostgreSQL',
  redis: 'Redis',
  cache: 'Cache',
  auth: 'Sign-in',
  keys: 'Keys',
  storage: 'Files',
  worker: 'Jobs',
  imports: 'Imports',
  exports: 'Exports',
  genomes: 'Genomes',
  audit: 'Audit trail',
};

const { schema } = await import(join(root, 'dist/config/schema.js'));
const { Variable } = await import(join(root, 'dist/config/variable.js'));

const groups = groupsOf(schema);
const outdated = [
  ['.env.example', envExample(groups)],
  ['docs/configuration.md', configurationPage(groups)],
].filter(([path, text]) => !isCurrent(path, text));

if (process.argv.includes('--check')) {
  for (const [path] of outdated) console.error(`${path} is out of date: run \`npm run reference\` and commit it.`);
  process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of outdated) {
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

/** [title, variables] of each group; single variables come first, as one group. */
function groupsOf(tree) {
  const entries = Object.entries(tree);
  const general = entries.filter(([, item]) => item instanceof Variable).map(([, item]) => item);
  const others = entries
    .filter(([, item]) => !(item instanceof Variable))
    .map(([name, group]) => [titleOf(name), variablesOf(group)]);
  return [[TITLES.general, general], ...others];
}

function titleOf(name) {
  if (!TITLES[name]) throw new Error(`scripts/reference.mjs has no title for the group ${name}.`);
  return TITLES[name];
}

function variablesOf(group) {
  return Object.values(group).flatMap((item) => (item instanceof Variable ? [item] : variablesOf(item)));
}

function envExample(all) {
  const head = [
    '# White Cross reads these variables, also from a file `.env` in the folder it is started in. All have a default: `npm start` works',
    '# without any. Times are in the unit that the text names. Made from src/config/schema.ts by `npm run reference`.',
  ];
  const body = all.flatMap(([title, variables]) => [
    '',
    `# --- ${title} ---`,
    ...variables.flatMap(({ name, description, fallback }) => [
      '',
      ...wrapped(sentence(description.about)),
      ...(description.production ? wrapped(`In production: ${description.production}`) : []),
      `#${name}=${fallback ?? ''}`,
    ]),
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function wrapped(text, width = 118) {
  const lines = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function configurationPage(all) {
  const head = [
    '# Configuration',
    '',
    'All configuration is environment variables, read once at start from the environment or from a file `.env` in the working folder.',
    'A faulty configuration stops the start with one message that names every fault and repeats no value. Outside production every',
    'variable may be absent; secrets are then drawn once and kept in `DATA_DIR`. This page is made from `src/config/schema.ts` by',
    '`npm run reference`, and CI compares them.',
  ];
  const body = all.flatMap(([title, variables]) => [
    '',
    `## ${title}`,
    '',
    '| Variable | Default | What it does | In production |',
    '|---|---|---|---|',
    ...variables.map(({ name, description, fallback }) => {
      const value = fallback === undefined || fallback === '' ? '' : `\`${fallback}\``;
      const cells = [`\`${name}\``, value, sentence(description.about), description.production ?? ''];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function sentence(text) {
  return /^[a-z]+[A-Z_]/.test(text) ? text : text[0].toUpperCase() + text.slice(1);
}

function isCurrent(path, text) {
  return existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text;
}
