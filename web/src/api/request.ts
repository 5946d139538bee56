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
  const response = await sendRenewing(path, call);
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return (json ? await response.json() : undefined) as Body;
}

/** As {@link request}, for an answer that is a file: its bytes and the name that the service gives it. */
export async function requestFile(path: string, call: Call): Promise<{ blob: Blob; name: string }> {
  const response = await sendRenewing(path, call);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { blob: await response.blob(), name: name ?? 'download' };
}

/** Sends a call, renews the session once if it ran out, and throws for everything that is not a success. */
async function sendRenewing(path: string, call: Call): Promise<Response> {
  let response = await send(path, call);
  if (response.status === 401 && !path.startsWith('/auth/')) {
    if (await refreshSession()) response = await send(path, call);
    if (response.status === 401) onSessionEnd();
  }
  if (!response.ok && response.status !== call.accepts) throw await problemOf(response);
  return response;
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
