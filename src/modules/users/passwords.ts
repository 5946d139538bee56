import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit, { type LimitFunction } from 'p-limit';
import { ENV, type Env } from '../../config/env.js';

/** OWASP Password Storage Cheat Sheet, Argon2id's minimum: 19 MiB, 2 passes, 1 lane (Argon2id is the library's default). */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and checks passwords with Argon2id, a few at a time: each takes 19 MiB and some 12 ms of a core. */
@Injectable()
export class Passwords {
  private readonly limit: LimitFunction;
  /** What a password is checked against when there is no such user: the answer takes as long and tells nothing. */
  private readonly decoy: Promise<string>;

  constructor(@Inject(ENV) env: Env) {
    this.limit = pLimit(env.auth.loginConcurrency);
    this.decoy = this.hash('no one has this password');
  }

  hash(password: string): Promise<string> {
    return this.limit(() => hash(password, ARGON2ID));
  }

  /** True when `password` is the one behind `passwordHash`; without a hash, false after the same time. */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const isRight = await this.limit(async () => verify(passwordHash ?? (await this.decoy), password));
    return isRight && passwordHash !== undefined;
  }
}
