import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_RULE } from './access.decorator.js';

/** Refuses to start an application that has a route without an `@Access` rule. */
@Injectable()
export class UndeclaredRoutes implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error that names every such route */
  onModuleInit(): void {
    const scanner = new MetadataScanner();
    const undeclared = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return scanner
        .getAllMethodNames(prototype)
        .filter((name) => isRoute(prototype[name]) && !hasRule(prototype[name]) && !hasRule(metatype as object))
        .map((name) => `${metatype?.name}.${name}`);
    });
    if (undeclared.length > 0) throw new Error(`These routes declare no @Access rule: ${undeclared.join(', ')}`);
  }
}

function isRoute(handler: object | undefined): boolean {
  return handler !== undefined && Reflect.hasMetadata(PATH_METADATA, handler);
}

function hasRule(target: object | undefined): boolean {
  return target !== undefined && Reflect.hasMetadata(ACCESS_RULE, target);
}
