import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUrls, embeddedPasswords, redisUrls, type EmbeddedPasswords } from './embedded-urls.js';
import { startPostgres } from './postgres.js';
import { ensureRoles } from './postgres-roles.js';
import { startRedis } from './redis.js';
import type { ServerProcess } from './server-process.js';

export interface EmbeddedOptions {
  dataDir: string;
  database: boolean;
  redis: boolean;
  /** Told when a server ended by itself and is being started again. */
  onRestart: (what: string) => void;
  /** Told when it cannot be started again. */
  onLoss: (error: unknown) => void;
}

/** The services that run, and the variables that tell the application where. */
export interface EmbeddedServices {
  variables: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Starts the databases that the configuration does not name, each under DATA_DIR, on loopback, behind passwords drawn once; and
 * starts them again, on the same port, should they be killed. The caller holds the lock of DATA_DIR.
 */
export async function startEmbeddedServices(options: EmbeddedOptions): Promise<EmbeddedServices> {
  const passwords = embeddedPasswords(options.dataDir);
  const servers: KeptServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const keep = async (name: string, port: number, start: (port: number) => Promise<ServerProcess>): Promise<number> => {
    const server = await keepRunning(name, port, options, start);
    servers.push(server);
    return server.port;
  };
  const { dataDir } = options;
  const variables = await Promise.allSettled([
    options.database
      ? keep('PostgreSQL', 5432, (port) => postgresOn(port, dataDir, passwords)).then((port) =>
          databaseUrls(port, passwords),
        )
      : Promise.resolve({}),
    options.redis
      ? keep('Redis', 6379, (port) => redisOn(port, dataDir, passwords.redis)).then((port) =>
          redisUrls(port, passwords),
        )
      : Promise.resolve({}),
  ]);
  const failure = variables.find((result) => result.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  return {
    variables: Object.assign({}, ...variables.map((result) => (result.status === 'fulfilled' ? result.value : {}))),
    stop,
  };
}

async function postgresOn(
  port: number,
  dataDir: string,
  { superuser, owner, app }: EmbeddedPasswords,
): Promise<ServerProcess> {
  const directory = join(dataDir, 'postgres');
  const server = await startPostgres({ directory, preferredPort: port, password: superuser, durable: true });
  await ensureRoles({ superuserUrl: `postgres://postgres:${superuser}@127.0.0.1:${server.port}/postgres`, owner, app });
  return server;
}

function redisOn(port: number, dataDir: string, password: string): Promise<ServerProcess> {
  return startRedis({ directory: join(dataDir, 'redis'), preferredPort: port, password, durable: true });
}

interface KeptServer {
  port: number;
  stop(): Promise<void>;
}

/** Starts a server and, until `stop`, starts it again whenever it ends. Its port stays, for its clients know no other. */
async function keepRunning(
  name: string,
  usualPort: number,
  { onRestart, onLoss }: EmbeddedOptions,
  start: (port: number) => Promise<ServerProcess>,
): Promise<KeptServer> {
  let isStopping = false;
  let server = await start(usualPort);
  const { port } = server;
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.ended;
      if (isStopping) return;
      onRestart(name);
      await sleep(200);
      server = await start(port);
      if (server.port !== port)
        throw new Error(`${name} ended, and its port ${port} was taken before it could start again.`);
    }
  };
  const watching = watch().catch(onLoss);
  const stop = async (): Promise<void> => {
    isStopping = true;
    await server.stop();
    await watching;
  };
  return { port, stop };
}
