import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, say, SetupError } from './run.mjs';

const stampFile = join(root, 'node_modules/.white-cross-lockfile');

/** Installs what the lockfile says, unless that is what node_modules holds. */
export function ensureDependencies() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!matches(JSON.parse(lockfile.toString('utf8')))) install();
  writeFileSync(stampFile, stamp);
}

function install() {
  say('installing dependencies (a minute or two, once)');
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm(['ci', ...options])) return;
  // A lockfile made on one system can lack the optional binaries of another; `install` resolves just these.
  say('the lockfile does not fit this system as it is; resolving what it lacks');
  if (!npm(['install', '--no-save', ...options])) {
    throw new SetupError('The dependencies could not be installed; npm says why above. Is the npm registry reachable?');
  }
}

/** Whether npm's own record of node_modules agrees with the lockfile; what is optional may be absent. */
function matches(lockfile) {
  const recordFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(recordFile)) return false;
  const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
  return Object.entries(lockfile.packages)
    .filter(
      ([path, wanted]) => path.startsWith('node_modules/') && !wanted.optional && !wanted.devOptional && !wanted.link,
    )
    .every(([path, wanted]) => installed[path]?.version === wanted.version);
}
