import { spawnSync, type SpawnOptions } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

interface User {
  uid: number;
  gid: number;
}

/** A command line and the options that run it as a user who is not root. */
export interface UnprivilegedCommand {
  command: string;
  args: string[];
  options: Pick<SpawnOptions, 'uid' | 'gid'>;
}

/** The user that stands in for root, who may not run PostgreSQL: `postgres` if there is one, else `nobody`. */
export function substituteUser(): User | undefined {
  if (userInfo().uid !== 0) return undefined;
  const user = findUser('postgres') ?? findUser('nobody');
  if (!user)
    throw new Error('PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody.');
  return user;
}

/**
 * PostgreSQL refuses to run as root; for anybody else this changes nothing. Where a folder on the way to `paths` is closed to
 * the substitute (a clone under /root), the program keeps the one capability that lets it pass, and no other.
 */
export function withoutRoot(command: string, args: string[], paths: readonly string[]): UnprivilegedCommand {
  const user = substituteUser();
  if (!user) return { command, args, options: {} };
  if (paths.every((path) => canReach(path, user))) return { command, args, options: user };
  const prefix = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    // access(2) would otherwise ask without the capability, and initdb asks it whether it can run its neighbour.
    '--securebits=+no_setuid_fixup',
    '--bounding-set=-all,+dac_override',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
  ];
  if (spawnSync('setpriv', [...prefix, 'true']).status !== 0) {
    throw new Error(
      `PostgreSQL refuses to run as root, and the user it would run as cannot reach ${paths.join(' and ')}: run White Cross as an ordinary user, or from a folder that others may enter.`,
    );
  }
  return { command: 'setpriv', args: [...prefix, command, ...args], options: {} };
}

function findUser(name: string): User | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => Number.parseInt(String(spawnSync('id', [option, name]).stdout), 10));
  return uid && gid ? { uid, gid } : undefined;
}

function canReach(path: string, user: User): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
