import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_COOKIE } from '../../platform/access/access-token.js';

export const REFRESH_COOKIE = 'refresh_token';
const REFRESH_PATH = '/api/auth';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Sets both cookies. They are Secure everywhere but on loopback, where there is no certificate. */
export function setSessionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  tokens: { accessToken: string; expiresIn: number; refreshToken: string },
  refreshTtlSeconds: number,
): void {
  const options = optionsFor(request);
  reply.setCookie(ACCESS_COOKIE, tokens.accessToken, { ...options, path: '/', maxAge: tokens.expiresIn });
  reply.setCookie(REFRESH_COOKIE, tokens.refreshToken, { ...options, path: REFRESH_PATH, maxAge: refreshTtlSeconds });
}

/** Takes both cookies away. */
export function clearSessionCookies(request: FastifyRequest, reply: FastifyReply): void {
  const options = optionsFor(request);
  reply.clearCookie(ACCESS_COOKIE, { ...options, path: '/' });
  reply.clearCookie(REFRESH_COOKIE, { ...options, path: REFRESH_PATH });
}

function optionsFor(request: FastifyRequest) {
  return { httpOnly: true, sameSite: 'strict' as const, secure: !LOOPBACK.has(request.hostname) };
}
