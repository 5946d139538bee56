import {
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Described } from './docs/described.js';
import { Problem } from './problem.js';

/** The ETag of a single resource is its version: it changes with every write and with nothing else. */
function entityTag(version: number): string {
  return `"${version}"`;
}

/** 412 unless the caller, if it said which version it means (`If-Match`), means the current one. */
export function requireVersion(ifMatch: number | undefined, current: number): void {
  if (ifMatch !== undefined && ifMatch !== current) throw stale();
}

/** The version in `If-Match`; undefined when the header is absent or `*`. */
export const IfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header.trim() === '*') return undefined;
    const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim());
    if (!match) throw stale();
    return Number(match[1]);
  },
  [(target, method) => IF_MATCH_HEADER(target, method!, Object.getOwnPropertyDescriptor(target, method!)!)],
);

const IF_MATCH_HEADER = Described(({ ApiHeader }) =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` of what was read; 412 when it has changed since.',
    schema: { type: 'string' },
  }),
);

/** Gives single resources their ETag, and answers 304 to a `GET` whose `If-None-Match` has it already. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(map((body) => tagged(body, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())));
  }
}

function tagged(body: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  if (typeof version !== 'number') return body;
  const tag = entityTag(version);
  reply.header('ETag', tag).header('Cache-Control', 'no-store');
  if (request.method !== 'GET' || !matches(request.headers['if-none-match'], tag)) return body;
  // A web response, since Nest sets the status of anything else anew.
  return new Response(null, { status: 304 });
}

/** RFC 9110 section 13.1.2: a list of tags, compared weakly. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return (
    ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag)
  );
}

function stale(): Problem {
  return new Problem(
    412,
    'precondition-failed',
    'Someone else has changed this since you read it. Read it again, then repeat your change.',
  );
}
