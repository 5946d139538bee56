import { HEADERS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CACHED_RULE } from '../../cache/routes/cached-rule.js';
import { EntityTagInterceptor } from '../entity-tag.js';

/** What decorators say of a route, and the OpenAPI document must tell. */
export interface RouteFacts {
  isCached: boolean;
  /** Its answer carries its version as `ETag`. */
  isVersioned: boolean;
  /** What `@ApiProduces` or `@Header('Content-Type', …)` says it answers, when that is not JSON. */
  mediaTypes: readonly string[];
}

const PRODUCES = 'swagger/apiProduces';

/** The facts of every route, by `Controller.method`. */
export function routeFacts(app: NestFastifyApplication): Map<string, RouteFacts> {
  const scanner = new MetadataScanner();
  const facts = new Map<string, RouteFacts>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      const { name, prototype } = metatype as { name: string; prototype: Record<string, object> };
      for (const method of scanner.getAllMethodNames(prototype))
        facts.set(`${name}.${method}`, factsOf(metatype as object, prototype[method]!));
    }
  }
  return facts;
}

function factsOf(controller: object, handler: object): RouteFacts {
  const interceptors = [controller, handler].flatMap(
    (target) => (Reflect.getMetadata(INTERCEPTORS_METADATA, target) ?? []) as unknown[],
  );
  const headers = (Reflect.getMetadata(HEADERS_METADATA, handler) ?? []) as { name: string; value: string }[];
  return {
    isCached: Reflect.hasMetadata(CACHED_RULE, handler),
    isVersioned: interceptors.includes(EntityTagInterceptor),
    mediaTypes: [
      ...((Reflect.getMetadata(PRODUCES, handler) ?? []) as string[]),
      ...headers.filter(({ name }) => name.toLowerCase() === 'content-type').map(({ value }) => value),
    ],
  };
}
