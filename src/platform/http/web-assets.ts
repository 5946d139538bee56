import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Scripts and styles only from our own files, none inline; nothing may frame the page or be loaded from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS: Record<string, string> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Paths that belong to the service: an unknown one of these is a 404, never the page. */
const SERVICE_PATH = /^\/(?:api|metrics|assets)(?:\/|$)/;
/** The last part of a file's path has an extension; a page's address never does. */
const FILE_PATH = /\.[a-z\d]+$/i;
const LOCK_META = /(<meta name="lock-after-minutes" content=")\d+(")/;

export interface WebAssetsOptions {
  /** Folder of the built dashboard: `index.html`, `icon.svg` and hashed files in `assets/`. */
  root: string;
  /** Minutes without a touch after which the page locks. */
  lockAfterMinutes?: number;
}

/**
 * Serves the built dashboard: hashed files as immutable, in the compression made at build time; the page itself, revalidated on
 * each load, for every address that is not the service's, so that deep links survive a reload. Answers false, and serves
 * nothing, when the dashboard was not built.
 */
export async function registerWebAssets(fastify: FastifyInstance, options: WebAssetsOptions): Promise<boolean> {
  const { root } = options;
  if (!existsSync(join(root, 'index.html'))) return false;
  await fastify.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    decorateReply: false,
    setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
  });
  const icon = readFileSync(join(root, 'icon.svg'));
  fastify.get('/icon.svg', (_request, reply) =>
    reply.headers({ 'cache-control': 'public, max-age=86400', 'content-type': 'image/svg+xml' }).send(icon),
  );
  const page = pageOf(readFileSync(join(root, 'index.html'), 'utf8'), options.lockAfterMinutes);
  fastify.get('/*', (request, reply) => sendPage(page, request, reply));
  return true;
}

interface PageBytes {
  plain: Buffer;
  brotli: Buffer;
  etag: string;
}

function pageOf(html: string, lockAfterMinutes: number | undefined): PageBytes {
  const plain = Buffer.from(lockAfterMinutes ? html.replace(LOCK_META, `$1${lockAfterMinutes}$2`) : html);
  return {
    plain,
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
  };
}

function sendPage(page: PageBytes, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0]!;
  if (SERVICE_PATH.test(path) || FILE_PATH.test(path)) {
    reply.callNotFound();
    return reply;
  }
  void reply.headers({
    ...PAGE_HEADERS,
    'cache-control': 'no-cache',
    etag: page.etag,
    vary: 'accept-encoding',
    'content-type': 'text/html; charset=utf-8',
  });
  if (request.headers['if-none-match'] === page.etag) return reply.status(304).send();
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  return takesBrotli ? reply.header('content-encoding', 'br').send(page.brotli) : reply.send(page.plain);
}
