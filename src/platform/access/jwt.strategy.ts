import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy, type JwtFromRequestFunction } from 'passport-jwt';
import { ENV, type Env } from '../../config/env.js';
import { ACCESS_COOKIE, TOKEN_AUDIENCE, TOKEN_ISSUER, type AccessClaims } from './access-token.js';

/** Who the token says is asking; the database is asked next whether that still holds. */
export interface TokenHolder {
  userId: string;
  sessionId: string;
  /** When the token ends, in milliseconds of the Unix epoch. */
  expiresAtMs: number;
}

type WithCookies = FastifyRequest & { cookies?: Record<string, string | undefined> };

/** The token of a request: bearer first, then the cookie; null when there is none. */
export const tokenOf = ExtractJwt.fromExtractors([
  ExtractJwt.fromAuthHeaderAsBearerToken(),
  ((request: unknown) => (request as WithCookies).cookies?.[ACCESS_COOKIE] ?? null) as JwtFromRequestFunction,
]);

/** Accepts our access tokens only: HS256, our issuer and audience, not expired, and of type 'access'. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(@Inject(ENV) env: Env) {
    super({
      jwtFromRequest: tokenOf,
      // A key object: a text would be tried as a public key first, on every request, and that costs more than all the rest.
      secretOrKey: createSecretKey(Buffer.from(env.auth.jwtSecret)) as unknown as Buffer,
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    });
  }

  validate({ typ, sub, sid, exp }: AccessClaims & { exp: number }): TokenHolder | false {
    return typ === 'access' ? { userId: sub, sessionId: sid, expiresAtMs: 1000 * exp } : false;
  }
}
