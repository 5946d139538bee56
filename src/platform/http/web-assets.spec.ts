import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerWebAssets } from './web-assets.js';

const HTML =
  '<!doctype html><meta name="lock-after-minutes" content="15" /><script type="module" src="/assets/a-1.js"></script>';
const SCRIPT = 'console.log("white cross");'.repeat(100);

describe('the dashboard served by the api', () => {
  let root: string;
  let fastify: FastifyInstance;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'white-cross-web-'));
    await mkdir(join(root, 'assets'));
    await writeFile(join(root, 'index.html'), HTML);
    await writeFile(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(root, 'assets/a-1.js'), SCRIPT);
    await writeFile(join(root, 'assets/a-1.js.gz'), gzipSync(SCRIPT));
    fastify = Fastify();
    fastify.get('/api/health/live', () => ({ status: 'ok' }));
    fastify.setNotFoundHandler((_request, reply) => reply.status(404).send({ code: 'not-found' }));
    expect(await registerWebAssets(fastify, { root, lockAfterMinutes: 7 })).toBe(true);
    await fastify.ready();
  });

  afterAll(async () => {
    await fastify.close();
    await rm(root, { recursive: true });
  });

  it.each(['/', '/patients', '/patients/0193a000-0000-7000-8000-000000000001/growth?reference=who'])(
    'answers %s with the page, so that a deep link survives a reload',
    async (url) => {
      const answer = await fastify.inject({ url });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  it('allows no inline script and no frame around the page', async () => {
    const policy = String((await fastify.inject({ url: '/' })).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('writes the minutes of inactivity into the page', async () => {
    expect((await fastify.inject({ url: '/' })).body).toContain('name="lock-after-minutes" content="7"');
  });

  it('answers 304 to whom has the page already', async () => {
    const { etag } = (await fastify.inject({ url: '/' })).headers;
    const again = await fastify.inject({ url: '/patients', headers: { 'if-none-match': String(etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it('serves hashed files as immutable, in the compression made at build time', async () => {
    const answer = await fastify.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.rawPayload.equals(gzipSync(SCRIPT))).toBe(true);
  });

  it.each(['/api/nothing', '/assets/gone-2.js', '/assets/../index.html', '/.env', '/wp-login.php', '/metrics'])(
    'answers %s with the 404 of the service',
    async (url) => {
      const answer = await fastify.inject({ url });
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ code: 'not-found' });
    },
  );

  it('leaves the routes of the service alone', async () => {
    expect((await fastify.inject({ url: '/api/health/live' })).json()).toEqual({ status: 'ok' });
  });

  it('serves nothing when the dashboard was not built', async () => {
    const bare = Fastify();
    expect(await registerWebAssets(bare, { root: join(root, 'assets') })).toBe(false);
    expect((await bare.inject({ url: '/' })).statusCode).toBe(404);
    await bare.close();
  });
});
