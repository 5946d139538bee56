import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './run.mjs';

const LEAST_MAJOR = 24;

/**
 * The Node that runs White Cross: the one pinned in package.json, or, on systems for which none is published, the one at
 * hand if it is new enough.
 */
export function nodePath() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const pinned = join(root, `node_modules/node-${system}-${process.arch}/bin/node${system === 'win' ? '.exe' : ''}`);
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  return Number.parseInt(process.versions.node, 10) >= LEAST_MAJOR ? process.execPath : undefined;
}

export function ensureRuntime() {
  if (nodePath() !== undefined) return;
  throw new SetupError(
    `White Cross needs Node ${LEAST_MAJOR}. The pinned one does not exist for ${process.platform}-${process.arch}, and this is ${process.version}: please install Node ${LEAST_MAJOR} or newer.`,
  );
}
