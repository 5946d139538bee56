import { Inject, Injectable } from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import { ENV, type Env } from '../../config/env.js';

/** OWASP Password Storage Cheat Sheet, Argon2id's minimum: 19 MiB, 2 passes, 1 lane (Argon2id is the library's default). */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What a password is checked against when there is no such user: the answer takes as long and tells nothing. It is of no word. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$onxD2jd9cPrSVg1sBm1mPw$5qslCZO1d9a9U6nff6QHIrgFTPEbDne8f0g2mRbw6AM';

/**
 * Hashes and checks passwords with Argon2id, a few at a time: each takes 19 MiB and some 12 ms of a core. The library comes with the
 * first of them: 2 MB that a worker, a scheduler and an api that nobody signs in at do without.
 */
@Injectable()
export class Passwords {
  private readonly limit: LimitFunction;

  constructor(@Inject(ENV) env: Env) {
    this.limit = pLimit(env.auth.loginConcurrency);
  }

  hash(password: string): Promise<string> {
    return this.limit(async () => (await argon2()).hash(password, ARGON2ID));
  }

  /** True when `password` is the one behind `passwordHash`; without a hash, false after the same time. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const isRight = await this.limit(async () => (await argon2()).verify(passwordHash ?? DECOY, password));
    return isRight && passwordHash !== undefined;
  }
}

function argon2(): Promise<typeof import('@node-rs/argon2')> {
  return import('@node-rs/argon2');
}
