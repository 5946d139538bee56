import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Circuits } from './circuits.js';
import { DatabaseCircuit } from './database/database-circuit.js';
import { RequestDeadlines } from './deadlines/request-deadlines.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';

/** Guards against cascades: what hangs, what takes too long, and who asks too much. Import it after the access module. */
@Global()
@Module({
  providers: [Circuits, DatabaseCircuit, RequestDeadlines, { provide: APP_GUARD, useClass: RateLimitGuard }],
  exports: [Circuits],
})
export class ResilienceModule {}
