import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { registerApiDocs } from './docs/api-docs.js';
import { ProblemFilter, refuseAddress } from './problem.filter.js';
import { registerRequestContext } from './request-context.js';
import { validationPipe } from './validation.js';
import { registerWebAssets } from './web-assets.js';

/** Where the build puts the dashboard, seen from the compiled file; run from source there is none, and only the API is served. */
const DASHBOARD = fileURLToPath(new URL('../../web', import.meta.url));

/**
 * The HTTP application over `module`, ready to listen: the same in production and in tests.
 * Uploads have limits of their own, at the route that takes them; here stands what no route may exceed.
 */
export async function createHttpApplication(module: DynamicModule, env: Env): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: env.http.bodyLimitBytes,
    requestTimeout: env.http.requestTimeoutMs,
    trustProxy: trustedProxies(env.http.trustedProxies),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    frameworkErrors: refuseAddress,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // Where Prometheus looks unless told otherwise; one route, one guard.
    rewriteUrl: ({ url = '/' }) => (url === '/metrics' ? '/api/metrics' : url),
  });
  const fastify = adapter.getInstance();
  registerRequestContext(fastify);
  await adapter.register(cookie as never);
  await adapter.register(multipart as never, {
    limits: { fieldSize: 64 * 1024, fields: 20, files: 1, headerPairs: 100 },
  });
  await registerWebAssets(fastify, { root: DASHBOARD, lockAfterMinutes: env.auth.dashboardLockMinutes });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  app.setGlobalPrefix('api');
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  if (env.http.docsEnabled) registerApiDocs(app);
  return app;
}

/** Bodies are checked by class-validator. Told so, Fastify does not load its own compilers: 3 MB. */
function noSchemas(): never {
  throw new Error('A route declares a Fastify schema; describe it by a DTO instead.');
}

function trustedProxies(ranges: string): string[] | false {
  const list = ranges
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  return list.length > 0 ? list : false;
}
