import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Swagger's page has style elements of its own and pictures as data; it loads nothing from elsewhere and may call this service alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page loads of the package, which holds much else. */
const FILES: readonly string[] = ['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>White Cross API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/page.js"></script>
</body>
</html>
`;

/** A hundred open routes are slow to draw and hard to survey. */
const SCRIPT = `SwaggerUIBundle({ url: '/api/docs-json', dom_id: '#swagger-ui', docExpansion: 'none', filter: true });
`;

/** Swagger's page over `/api/docs-json`; a page of our own, since what `@nestjs/swagger` serves is loaded at start. */
export function registerDocsPage(fastify: FastifyInstance): void {
  void fastify.register((docs, _options, done) => {
    docs.addHook('onRequest', (_request, reply, next) => {
      reply.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      next();
    });
    for (const path of ['/api/docs', '/api/docs/'])
      docs.get(path, (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
    docs.get('/api/docs/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT));
    docs.register(fastifyStatic, {
      root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
      prefix: '/api/docs/',
      decorateReply: false,
      index: false,
      allowedPath: (path) => FILES.includes(path),
    });
    done();
  });
}
