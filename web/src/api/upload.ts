import { text } from '../text/en.ts';
import { ApiProblem, refreshSession } from './request.ts';

export interface Upload {
  path: string;
  form: FormData;
  idempotencyKey?: string;
  /** Share of the bytes that are on their way, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends a form with a file and tells how far it is: what `fetch` cannot. Throws {@link ApiProblem} as `request` does.
 */
export async function upload<Body>(what: Upload): Promise<Body> {
  const first = await attempt(what);
  const answer = first.status === 401 && (await refreshSession()) ? await attempt(what) : first;
  const body = parsed(answer.responseText);
  if (answer.status >= 200 && answer.status < 300) return body as Body;
  const problem = (body ?? {}) as { code?: string; detail?: string; errors?: { path: string; message: string }[] };
  throw new ApiProblem(
    answer.status,
    problem.code ?? 'unknown',
    problem.detail ?? text.problems.ofStatus(answer.status),
    answer.getResponseHeader('x-request-id'),
    problem.errors ?? [],
  );
}

function attempt({ path, form, idempotencyKey, onProgress, signal }: Upload): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/api${path}`);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('X-Requested-With', 'White-Cross');
    if (idempotencyKey) call.setRequestHeader('Idempotency-Key', idempotencyKey);
    call.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    call.addEventListener('load', () => resolve(call));
    call.addEventListener('error', () => reject(new ApiProblem(0, 'offline', text.problems.offline)));
    call.addEventListener('abort', () => reject(new DOMException('The upload was stopped', 'AbortError')));
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
