/**
 * Holds the built dashboard against target P13 (docs: at most 125 KB of JavaScript and 10 KB of CSS, gzip, for the first
 * useful screen, the worklist; at most 25 KB for each further route). Reads Vite's manifest; ends with 1 when one is over.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const FIRST_JS = 125 * KB;
const FIRST_CSS = 10 * KB;
const ROUTE = 25 * KB;

const dist = join(import.meta.dirname, '../dist/web');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const sizes = new Map();

function gzipSize(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
  return sizes.get(file);
}

/** All files that must be there before a chunk runs, its own included. */
function filesOf(key, seen = new Set(), files = new Set()) {
  if (seen.has(key)) return files;
  seen.add(key);
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, seen, files);
  return files;
}

function weigh(files) {
  const total = { js: 0, css: 0 };
  for (const file of files) total[file.endsWith('.css') ? 'css' : 'js'] += gzipSize(file);
  return total;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
// The worklist's page is part of the entry.
const first = filesOf(entry);
const routes = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const kb = (bytes) => (bytes / KB).toFixed(1).padStart(6);
let over = 0;

function line(name, what, bytes, most) {
  const held = bytes <= most;
  if (!held) over += 1;
  process.stdout.write(`${held ? 'ok  ' : 'OVER'} ${kb(bytes)} of ${kb(most)} KB  ${what.padEnd(3)}  ${name}\n`);
}

const weight = weigh(first);
line('first useful screen', 'js', weight.js, FIRST_JS);
line('first useful screen', 'css', weight.css, FIRST_CSS);
for (const route of routes) {
  // Tabs and dialogs of a page are counted with their page: as a deep link would load them.
  const own = weigh([...filesOf(route)].filter((file) => !first.has(file)));
  line(route, '+', own.js + own.css, ROUTE);
}
const met = over === 0;
process.stdout.write(
  `${JSON.stringify({ target: 'P13', ratio: Number((weight.js / FIRST_JS).toFixed(3)), value: weight.js, limit: FIRST_JS, unit: 'bytes', met })}\n`,
);
process.exit(met ? 0 : 1);
