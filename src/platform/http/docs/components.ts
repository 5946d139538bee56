import type { HeadersObject, ReferenceObject, ResponseObject, SchemaObject } from '@nestjs/swagger';

/** The problem document of RFC 9457, as `Problem.toBody` makes it. */
export const PROBLEM: SchemaObject = {
  type: 'object',
  description: 'What went wrong (RFC 9457). It never holds a value of a patient.',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'One sentence for a person.' },
    code: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$', description: 'A stable word for a program.' },
    instance: {
      type: 'string',
      format: 'uri',
      description: 'Names the request in the logs: `urn:request:` and its id.',
    },
    errors: {
      type: 'array',
      description: 'What is wrong where, of a request with faults in its fields.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** Headers that several answers carry. */
export const HEADERS = {
  RequestId: {
    description: 'Names this request in the logs; the caller’s own `X-Request-Id` when it sent a sane one.',
    schema: { type: 'string' },
  },
  EntityTag: {
    description: 'Changes whenever the answer does; send it as `If-None-Match`, or as `If-Match` with a change.',
    schema: { type: 'string' },
  },
  Cache: {
    description:
      'Where the answer came from: this process’s memory, Redis, or the database. `STALE`: an older one stands in.',
    schema: { type: 'string', enum: ['L1', 'L2', 'MISS', 'STALE'] },
  },
  Location: { description: 'Where what was made is found.', schema: { type: 'string', format: 'uri-reference' } },
  RetryAfter: { description: 'Seconds after which to try again.', schema: { type: 'integer' } },
} as const satisfies HeadersObject;

/** Reference to a header of {@link HEADERS}. */
export function header(name: keyof typeof HEADERS): ReferenceObject {
  return { $ref: `#/components/headers/${name}` };
}

interface KnownProblem {
  name: string;
  description: string;
  code: string;
  title: string;
  retryAfter?: boolean;
}

/** The problems that a route can answer, by status. */
const KNOWN: Record<string, KnownProblem> = {
  400: {
    name: 'BadRequest',
    description: 'Some fields are not as they should be; `errors` says which.',
    code: 'validation-failed',
    title: 'Bad request',
  },
  401: { name: 'NotSignedIn', description: 'No valid session.', code: 'unauthenticated', title: 'Not signed in' },
  403: {
    name: 'NotAllowed',
    description: 'The caller’s role does not allow it.',
    code: 'forbidden',
    title: 'Not allowed',
  },
  404: {
    name: 'NotFound',
    description: 'It does not exist, or is out of the caller’s reach; the answer does not tell which.',
    code: 'not-found',
    title: 'Not found',
  },
  409: { name: 'Conflict', description: 'The state of things forbids it.', code: 'conflict', title: 'Conflict' },
  410: { name: 'Gone', description: 'It was there, and is no more.', code: 'gone', title: 'Gone' },
  412: {
    name: 'Changed',
    description: 'Someone else has changed it since `If-Match` was read.',
    code: 'precondition-failed',
    title: 'Changed by someone else',
  },
  413: {
    name: 'TooLarge',
    description: 'The body is larger than allowed.',
    code: 'payload-too-large',
    title: 'Too large',
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The body is of a type that the route does not take.',
    code: 'unsupported-media-type',
    title: 'Unsupported media type',
  },
  422: {
    name: 'Unreadable',
    description: 'The file is not what it should be; `detail` says why.',
    code: 'unknown-columns',
    title: 'Cannot be processed',
  },
  429: {
    name: 'TooManyRequests',
    description: 'Too many requests.',
    code: 'rate-limited',
    title: 'Too many requests',
    retryAfter: true,
  },
  503: {
    name: 'Unavailable',
    description: 'Something that the service stands on is away.',
    code: 'dependency-unavailable',
    title: 'Unavailable',
    retryAfter: true,
  },
  default: {
    name: 'Failed',
    description: 'Something went wrong on our side; it was logged under the request id.',
    code: 'internal-error',
    title: 'Internal error',
  },
};

/** Reference to the answer of a problem's status. */
export function problem(status: keyof typeof KNOWN): ReferenceObject {
  return { $ref: `#/components/responses/${KNOWN[status]!.name}` };
}

/** The components that {@link problem} refers to. */
export function problemResponses(): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(KNOWN).map(([status, known]) => [known.name, responseOf(Number(status) || 500, known)]),
  );
}

function responseOf(status: number, { description, code, title, retryAfter }: KnownProblem): ResponseObject {
  return {
    description,
    headers: { 'X-Request-Id': header('RequestId'), ...(retryAfter ? { 'Retry-After': header('RetryAfter') } : {}) },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: {
          type: `/problems/${code}`,
          title,
          status,
          detail: description,
          code,
          instance: 'urn:request:3f2b6c1e-9d0a-4c57-8a3e-5f1d2b7c9e40',
        },
      },
    },
  };
}
