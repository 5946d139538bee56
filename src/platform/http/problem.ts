/** One fault of a request: where it is and what would be right. Never the value itself: it may be a patient's. */
export interface FieldError {
  path: string;
  message: string;
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request took too long',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed by someone else',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

/** An answer that is not what the caller hoped for, as RFC 9457 problem details. Codes are stable kebab-case words. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
    /** Extra response headers, such as `Retry-After`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${code}`);
  }

  /** The members of `application/problem+json`. */
  toBody(instance: string): Record<string, unknown> {
    return {
      type: `/problems/${this.code}`,
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      detail: this.detail,
      code: this.code,
      instance,
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}

/** 404: it does not exist, or it is out of the caller's reach; the answer does not tell which. */
export function notFound(what = 'resource'): Problem {
  return new Problem(404, 'not-found', `There is no such ${what}, or it is not yours to see.`);
}

/** 403: the caller is known and may not do this. */
export function forbidden(detail = 'Your role does not allow this.'): Problem {
  return new Problem(403, 'forbidden', detail);
}

/** 401: no valid session. */
export function unauthenticated(detail = 'Sign in to continue.'): Problem {
  return new Problem(401, 'unauthenticated', detail, undefined, { 'WWW-Authenticate': 'Bearer' });
}

/** 409: the state of things forbids it. */
export function conflict(detail: string, errors?: readonly FieldError[]): Problem {
  return new Problem(409, 'conflict', detail, errors);
}

/** 400: the request's parts are not as they should be. */
export function validationFailed(errors: readonly FieldError[]): Problem {
  return new Problem(400, 'validation-failed', 'Some fields are not as they should be; see errors.', errors);
}

/** 503: something we stand on is away; `Retry-After` says when to come back. */
export function dependencyUnavailable(what: string, retryAfterSeconds = 5): Problem {
  return new Problem(503, 'dependency-unavailable', `The ${what} is not available now. Try again shortly.`, undefined, {
    'Retry-After': String(retryAfterSeconds),
  });
}
