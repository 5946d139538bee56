import { Module } from '@nestjs/common';
import { ExpiredIdempotencyKeys } from './expired-idempotency-keys.js';

/** What serving HTTP leaves to be tidied by the clock. */
@Module({ providers: [ExpiredIdempotencyKeys] })
export class HttpModule {}
