import { schema } from '../../src/config/schema.ts';
import { Variable } from '../../src/config/variable.ts';

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

/** `.env.example` and docs/configuration.md, by path. */
export function configurationFiles() {
  const groups = groupsOf(schema);
  return { '.env.example': envExample(groups), 'docs/configuration.md': configurationPage(groups) };
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
  if (!TITLES[name]) throw new Error(`scripts/reference/configuration.mjs has no title for the group ${name}.`);
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
