import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS_RULE, type AccessRule } from '../platform/access/access.decorator.js';

/** One route of the application, with what it declares. */
export interface DeclaredRoute {
  method: string;
  /** Below the global prefix, with `:parameters`. */
  path: string;
  handler: string;
  rule: AccessRule | undefined;
}

/** Every route of every controller, found the way Nest finds them. */
export function declaredRoutes(app: NestFastifyApplication): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const discovery = app.get(DiscoveryService, { strict: false });
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: unknown[]) => unknown>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const own: unknown = handler && Reflect.getMetadata(PATH_METADATA, handler);
      if (!handler || own === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET';
      const rule = (Reflect.getMetadata(ACCESS_RULE, handler) ??
        Reflect.getMetadata(ACCESS_RULE, metatype as object)) as AccessRule | undefined;
      const parents = [Reflect.getMetadata(PATH_METADATA, metatype as object) as string | string[]].flat();
      return parents.flatMap((parent) =>
        [own as string | string[]].flat().map((child) => ({
          method,
          path: join(parent, child),
          handler: `${(metatype as { name: string }).name}.${name}`,
          rule,
        })),
      );
    });
  });
}

function join(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}
