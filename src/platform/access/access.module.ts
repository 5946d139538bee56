import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessFactsReader } from './access-facts.js';
import { AccessGuard } from './access.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { UndeclaredRoutes } from './undeclared-routes.js';

/** Authentication and access for every route, by one global guard. */
@Global()
@Module({
  imports: [PassportModule, DiscoveryModule],
  providers: [JwtStrategy, AccessFactsReader, { provide: APP_GUARD, useClass: AccessGuard }, UndeclaredRoutes],
  exports: [AccessFactsReader],
})
export class AccessModule {}
