import { runs, say, SetupError } from './run.mjs';

/** Finds or installs redis-server, unless the servers to use are named in the environment. */
export function ensureRedisServer() {
  const forTests = process.env.npm_lifecycle_event === 'pretest';
  if (forTests ? process.env.TEST_REDIS_URL : process.env.REDIS_URL) return;
  if (isThere() || (install() && isThere())) return;
  throw new SetupError(
    'White Cross needs redis-server (7 or newer) and found none: please install it (https://redis.io/docs/latest/operate/oss_and_stack/install/), or set REDIS_URL to a server of yours.',
  );
}

function isThere() {
  return runs('redis-server', ['--version'], { silent: true });
}

function install() {
  if (runs('apt-get', ['--version'], { silent: true })) return installByApt();
  if (process.platform === 'darwin' && runs('brew', ['--version'], { silent: true })) {
    say('installing redis with brew');
    return runs('brew', ['install', 'redis']);
  }
  return false;
}

function installByApt() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && !runs('sudo', ['-n', 'true'], { silent: true })) return false;
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', '-q', ...args];
    // RUNLEVEL=1 keeps Debian from starting a server of its own beside our private one.
    return runs(command, rest, { env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } });
  };
  say('installing redis-server with apt-get');
  const install = () => apt('install', '-y', '--no-install-recommends', 'redis-server');
  return install() || (apt('update') && install());
}
