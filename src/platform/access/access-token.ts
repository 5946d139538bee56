import jwt from 'jsonwebtoken';

export const ACCESS_COOKIE = 'access_token';
export const TOKEN_ISSUER = 'white-cross';
export const TOKEN_AUDIENCE = 'white-cross-api';

/** The claims of an access token. It carries no right: role and organization are looked up on each request. */
export interface AccessClaims {
  sub: string;
  sid: string;
  typ: 'access';
}

/** A signed access token (JWT, HS256) for one session, valid for `ttlSeconds`. */
export function signAccessToken(userId: string, sessionId: string, secret: string, ttlSeconds: number): string {
  return jwt.sign({ sid: sessionId, typ: 'access' }, secret, {
    algorithm: 'HS256',
    subject: userId,
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    expiresIn: ttlSeconds,
  });
}
