/**
 * Walks the README's tour: starts White Cross on a data folder of its own, runs every command of the README's `console` blocks in
 * one shell, and compares what they print with what the README shows. What differs from run to run (ids, times, tokens, speeds) is
 * compared by its form. With `--write` the README gets what was printed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup/run.mjs';

const README = join(root, 'README.md');
const PRINTED_ADDRESS = 'http://127.0.0.1:3000';
const READY_LIMIT_MS = 240_000;

const readme = readFileSync(README, 'utf8');
const steps = stepsOf(readme);
const folder = mkdtempSync(join(tmpdir(), 'white-cross-tour-'));
const app = await startApp();
try {
  const outputs = run(steps.map(({ command }) => command.replaceAll(PRINTED_ADDRESS, app.url))).map((text) =>
    text.replaceAll(app.url, PRINTED_ADDRESS),
  );
  if (process.argv.includes('--write')) writeFileSync(README, withOutputs(readme, outputs));
  else report(outputs);
} finally {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Command and printed output of every `$ ` line of the `console` blocks; lines that begin with `> ` continue a command. */
function stepsOf(text) {
  const found = [];
  for (const [, block] of text.matchAll(/^```console\n([\s\S]*?)^```$/gm)) {
    for (const line of block.trimEnd().split('\n')) {
      if (line.startsWith('$ ')) found.push({ command: line.slice(2), output: [] });
      else if (line.startsWith('> ') && found.at(-1).output.length === 0) found.at(-1).command += `\n${line.slice(2)}`;
      else found.at(-1).output.push(line);
    }
  }
  return found;
}

function withOutputs(text, outputs) {
  let index = 0;
  return text.replace(/^```console\n([\s\S]*?)^```$/gm, (_, block) => {
    const lines = [];
    for (const { command } of stepsOf(`\`\`\`console\n${block}\`\`\``)) {
      lines.push(
        `$ ${command.replaceAll('\n', '\n> ')}`,
        ...outputs[index++].split('\n').filter((line) => line !== ''),
      );
    }
    return `\`\`\`console\n${lines.join('\n')}\n\`\`\``;
  });
}

async function startApp() {
  const port = await freePort();
  const { DATABASE_URL: _1, REDIS_URL: _2, ROLE: _3, HOST: _4, DEMO_PASSWORD: _5, ...environment } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    env: { ...environment, DATA_DIR: join(folder, 'data'), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let log = '';
  const ready = new Promise((resolve) =>
    child.stdout.setEncoding('utf8').on('data', (text) => {
      log += text;
      if (log.includes('White Cross is ready')) resolve();
    }),
  );
  const limit = new Promise((resolve) => setTimeout(resolve, READY_LIMIT_MS, 'late').unref());
  const outcome = await Promise.race([ready, ended.then(() => 'ended'), limit]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  if (outcome !== undefined) {
    await stop();
    throw new Error(`White Cross did not become ready (${outcome}):\n${log}`);
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Runs the commands in one shell, so that its variables and functions last, and cuts its output at the marks between them. */
function run(commands) {
  const mark = (index) => `---- end of step ${index} ----`;
  const script = commands.map((command, index) => `${command}\nprintf '\\n%s\\n' '${mark(index)}'`).join('\n');
  const shell = process.env.SHELL?.endsWith('zsh') ? process.env.SHELL : 'bash';
  const { stdout } = spawnSync(shell, ['-c', `exec 2>&1\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 180_000,
  });
  let rest = stdout;
  return commands.map((_, index) => {
    const [output, after = ''] = rest.split(`${mark(index)}\n`);
    rest = after;
    // A byte order mark is for spreadsheets; in a README nobody sees it.
    return output.replaceAll('\uFEFF', '').trim();
  });
}

function report(outputs) {
  let differences = 0;
  for (const [index, { command, output }] of steps.entries()) {
    const [expected, actual] = [
      output.join('\n'),
      outputs[index]
        .split('\n')
        .filter((line) => line !== '')
        .join('\n'),
    ];
    if (formOf(expected) === formOf(actual)) continue;
    differences++;
    console.error(`\n$ ${command}\n--- the README shows\n${expected}\n--- it printed\n${actual}`);
  }
  console.log(
    `${steps.length} commands of the tour, ${differences} of them print something else than the README shows`,
  );
  if (differences > 0 || steps.length === 0) process.exitCode = 1;
}

/** The text with all that differs from run to run replaced by its kind. */
function formOf(text) {
  return text
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<instant>')
    .replaceAll(/\d{4}-\d{2}-\d{2}/g, '<date>')
    .replaceAll(/"[\w-]{20,}"/g, '"<tag>"')
    .replaceAll(/((?:rowsPerSecond|durationMs|grade)'?"?: ?)('?)[\d.K]+\2/g, '$1<number>')
    .replaceAll(/[ \t]+$/gm, '');
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
