import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from './postgres.js';
import { ensureRoles } from './postgres-roles.js';
import type { ServerProcess } from './server-process.js';

const password = 'spec-only';
let directory: string;
const started: ServerProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'white-cross-postgres-'));
  chmodSync(directory, 0o711);
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function start(preferredPort = 0): Promise<ServerProcess> {
  const server = await startPostgres({ directory, preferredPort, password, durable: false });
  started.push(server);
  return server;
}

async function query(
  port: number,
  sql: string,
  { user = 'postgres', secret = password, database = 'postgres' } = {},
): Promise<unknown[]> {
  const client = new Client({ host: '127.0.0.1', port, user, password: secret, database });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps what was committed over a stop and a kill', async () => {
    const first = await start();
    await query(first.port, 'CREATE TABLE t AS SELECT 42 AS n');
    await first.stop();
    const second = await start();
    process.kill(Number(second.pid), 'SIGKILL');
    await second.ended;
    const third = await start();
    expect(await query(third.port, 'SELECT n FROM t')).toEqual([42]);
  });

  it('takes the place of one that a killed supervisor left running', async () => {
    const orphan = await start();
    const heir = await start();
    await orphan.ended;
    expect(await query(heir.port, 'SELECT 1')).toEqual([1]);
  });

  it('is not misled by a pid file whose process is now another program', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(
      join(directory, 'cluster/postmaster.pid'),
      `${process.pid}\n${directory}/cluster\n0\n1\n\n127.0.0.1\n\nready\n`,
    );
    const second = await start();
    expect(await query(second.port, 'SELECT 1')).toEqual([1]);
  });

  it('begins anew when the making of its cluster was interrupted', async () => {
    mkdirSync(join(directory, 'cluster.new/base'), { recursive: true });
    await start();
    expect(existsSync(join(directory, 'cluster.new'))).toBe(false);
  });

  it('takes another port when the usual one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as { port: number }).port;
    const { port } = await start(taken);
    expect(port).not.toBe(taken);
    expect(await query(port, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    other.close();
  });

  it('lets nobody in without a password, and the application change no schema', async () => {
    const { port } = await start();
    await expect(query(port, 'SELECT 1', { secret: 'wrong' })).rejects.toMatchObject({ code: '28P01' });
    const superuserUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    await ensureRoles({ superuserUrl, owner: 'of-owner', app: 'of-app' });
    await ensureRoles({ superuserUrl, owner: 'of-owner', app: 'of-app' });
    const database = 'white_cross';
    const asOwner = { user: 'white_cross_owner', secret: 'of-owner', database };
    const asApp = { user: 'white_cross_login', secret: 'of-app', database };
    await query(port, 'CREATE TABLE mine (n int)', asOwner);
    await query(port, 'GRANT SELECT ON mine TO white_cross_app', asOwner);
    expect(await query(port, 'SELECT n FROM mine', asApp)).toEqual([]);
    await expect(query(port, 'CREATE TABLE theirs (n int)', asApp)).rejects.toMatchObject({ code: '42501' });
  });
});
