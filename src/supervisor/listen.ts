import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '../config/env.js';
import { StartupError } from './startup-error.js';

const PATIENCE_MS = 5000;

/** Listens where configured and tells the URL. A port still held by a process that is just ending is waited for. */
export async function listen(app: NestFastifyApplication, { host, port }: Env['http']): Promise<string> {
  for (const limit = Date.now() + PATIENCE_MS; ;) {
    try {
      await app.listen(port, host);
      return reachableUrl(await app.getUrl());
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && Date.now() < limit) await sleep(100);
      else throw refusal(error as Error, code, host, port);
    }
  }
}

function refusal(error: Error, code: string | undefined, host: string, port: number): Error {
  if (code === 'EADDRINUSE')
    return new StartupError(`Port ${port} is taken by another program: set PORT to a free one (PORT=0 takes any).`);
  if (code === 'EACCES')
    return new StartupError(`Port ${port} needs privileges that this user lacks: set PORT to one from 1024 on.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(`HOST ${host} is no address of this machine.`);
  return error;
}

/** A wildcard address is where we listen, not where anybody can go. */
function reachableUrl(url: string): string {
  return url.replace(/\/\/(\[::1?\]|0\.0\.0\.0)(?=:)/, '//127.0.0.1');
}
