import { hash } from 'node:crypto';

/** A finished response body, sent again as it is. */
export interface CachedBody {
  readonly body: Buffer;
  /** Strong entity tag (RFC 9110, 8.8.3) over the body's bytes. */
  readonly etag: string;
  readonly contentType: string;
  /** When it was loaded, in milliseconds of the Unix epoch. */
  readonly loadedAt: number;
}

declare const ANSWER: unique symbol;

/**
 * What a cached handler returns: the finished body, and the tag's version that its own snapshot of the database saw. `Answer` is
 * what the body holds: the API's document is made from it, and a spec compares real answers with that.
 */
export interface LoadedBody<Answer = unknown> {
  body: Buffer | string;
  version: string | bigint | number;
  /** `application/json; charset=utf-8` by default. */
  contentType?: string;
  /** Never there; it ties the type to its parameter. */
  readonly [ANSWER]?: Answer;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Turns a handler's result into what is kept and sent. */
export function finishedBody(loaded: LoadedBody): CachedBody {
  const body = typeof loaded.body === 'string' ? Buffer.from(loaded.body) : loaded.body;
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;
  return { body, etag, contentType: loaded.contentType ?? JSON_TYPE, loadedAt: Date.now() };
}

/** True when the caller's `If-None-Match` names this body (weak comparison, RFC 9110, 13.1.2). */
export function isKnownTo(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag) return true;
  return ifNoneMatch.split(',').some((part) => {
    const candidate = part.trim();
    return candidate === '*' || candidate.replace(/^W\//, '') === etag;
  });
}
