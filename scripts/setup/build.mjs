import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm, root, say, SetupError } from './run.mjs';

const SOURCES = [
  'src',
  'web',
  'nest-cli.json',
  '.swcrc',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
  'package-lock.json',
];
const IGNORED = /(^|\/)(node_modules|dist|coverage|testing|\.compile-cache)$|\.spec\.tsx?$/;

const stampFile = join(root, 'dist/.sources');

/** Compiles the service and the dashboard, unless dist was made from these very sources. */
export function ensureBuild() {
  const stamp = sourcesDigest();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say('building');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  if (!npm(['run', '--silent', 'build'], { quiet: true }))
    throw new SetupError('The build failed; the compiler says why above.');
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function sourcesDigest() {
  const digest = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder)) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return digest.digest('hex');
}

function filesUnder(path) {
  if (IGNORED.test(path) || !existsSync(join(root, path))) return [];
  try {
    return readdirSync(join(root, path))
      .sort()
      .flatMap((name) => filesUnder(`${path}/${name}`));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}
