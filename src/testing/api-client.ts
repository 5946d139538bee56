/** An answer as a test sees it: `body` is the parsed JSON, or the text where it is none. */
export interface Answer<Body = never> {
  status: number;
  headers: Headers;
  body: [Body] extends [never] ? AnyBody : Body;
  text: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it expects, and fails where it is not there
type AnyBody = any;

/** Calls the API over real HTTP, as one person. */
export class ApiClient {
  /** `inspect` sees every answer before the test does, and throws for one that should not be. */
  constructor(
    readonly baseUrl: string,
    readonly token?: string,
    private readonly inspect?: (method: string, url: string, answer: Answer) => Promise<void>,
  ) {}

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Sends `body` as JSON, or as it is when it is a FormData, text or bytes. `path` is below /api. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetchAgainWhenIdleClosed(`${this.baseUrl}/api${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(isJson(body) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson(body) ? JSON.stringify(body) : (body as FormData) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, text, body: parse(response, text) };
    await this.inspect?.(method, `/api${path}`, answer);
    return answer;
  }
}

/** As browsers do: a GET that met a kept connection at the moment its server closed it is sent once more. */
async function fetchAgainWhenIdleClosed(url: string, init: RequestInit & { method: string }): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (init.method !== 'GET' || (code !== 'UND_ERR_SOCKET' && code !== 'ECONNRESET')) throw error;
    return fetch(url, init);
  }
}

function isJson(body: unknown): boolean {
  return body !== undefined && typeof body !== 'string' && !(body instanceof FormData) && !ArrayBuffer.isView(body);
}

function parse(response: Response, text: string): AnyBody {
  return /\bjson/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : text;
}
