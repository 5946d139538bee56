import { text } from '../text/en.ts';

/** What went wrong, as the service's problem document (RFC 9457) or the network says it; `status` 0 means no answer came. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string | null = null,
    readonly errors: { path: string; message: string }[] = [],
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** JSON, unless it is a form or a file's bytes. */
  body?: unknown;
  /** One key for all attempts at the same intention, so that a repeated save is one save. */
  idempotencyKey?: string;
  ifMatch?: string | null;
  /** A status beyond the successes whose body is an answer too. */
  accepts?: number | undefined;
  signal?: AbortSignal;
}

/** What an answer carried besides its body. */
export interface Answer<Body> {
  body: Body;
  etag: string | null;
  location: string | null;
}

const BASE = '/api';
let refreshing: Promise<boolean> | null = null;
let onSessionEnd: () => void = () => undefined;

/** Names who is told when the session cannot be renewed any more. */
export function whenSessionEnds(listener: () => void): void {
  onSessionEnd = listener;
}

/** Renews the session once for all callers that ask at the same time; false when it is over. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= send('/auth/refresh', { method: 'POST' })
    .then((response) => response.ok)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** Calls the service. Answers the parsed body; throws {@link ApiProblem} for everything that is not a success. */
export async function request<Body>(path: string, call: Call = {}): Promise<Body> {
  return (await requestAnswer<Body>(path, call)).body;
}

/** As {@link request}, with the ETag and the Location of the answer. */
export async function requestAnswer<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
  let response = await send(path, call);
  if (response.status === 401 && !path.startsWith('/auth/')) {
    if (await refreshSession()) response = await send(path, call);
    if (response.status === 401) onSessionEnd();
  }
  if (!response.ok && response.status !== call.accepts) throw await problemOf(response);
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    body: (json ? await response.json() : undefined) as Body,
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
  };
}

async function send(path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Requested-With': 'White-Cross' };
  const isForm = call.body instanceof FormData;
  if (call.body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  if (call.idempotencyKey) headers['Idempotency-Key'] = call.idempotencyKey;
  if (call.ifMatch) headers['If-Match'] = call.ifMatch;
  try {
    return await fetch(BASE + path, {
      method: call.method ?? 'GET',
      headers,
      body: isForm ? (call.body as FormData) : call.body === undefined ? null : JSON.stringify(call.body),
      credentials: 'same-origin',
      signal: call.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'offline', text.problems.offline);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const fallback = text.problems.ofStatus(response.status);
  const document = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    errors?: { path: string; message: string }[];
  };
  const retryAfter = Number(response.headers.get('retry-after'));
  return new ApiProblem(
    response.status,
    document.code ?? 'unknown',
    document.detail ?? fallback,
    response.headers.get('x-request-id'),
    document.errors ?? [],
    retryAfter > 0 ? retryAfter : null,
  );
}
