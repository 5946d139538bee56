import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessFactsReader } from './access-facts.js';
import { AccessGuard } from './access.guard.js';
import { JwtStrategy } from './jwt.strategy.js';

/** Authentication and access for every route, by one global guard. */
@Global()
@Module({
  imports: [PassportModule],
  providers: [JwtStrategy, AccessFactsReader, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessFactsReader],
})
export class AccessModule {}
