import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeyDestroyed } from '../crypto/key-errors.js';
import { newId } from '../database/new-id.js';
import { isDatabaseUnavailable, sqlState } from '../database/transient-errors.js';
import { dependencyUnavailable, notFound, Problem } from './problem.js';
import { contextOf, type RequestContext } from './request-context.js';

const CODE_OF_STATUS: Record<number, string> = {
  400: 'validation-failed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'timeout',
  409: 'conflict',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  503: 'dependency-unavailable',
};

/** Shapes every error of the application into one problem document; what is not foreseen is a bare 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const context = contextOf(request);
    const problem = problemOf(error);
    this.tell(error, problem, context);
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer must not look whole; a whole one (a deadline's) has left its connection to the next request.
      if (!reply.raw.writableEnded) reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem, context.requestId);
  }

  /** Where a fault of ours happened is told; of a dependency that is away, hundreds of requests a second may tell. */
  private tell(error: unknown, problem: Problem, context: RequestContext): void {
    if (problem.status === 500) this.logger.error(describe(error, problem, context), framesOf(error));
    else if (problem.status > 500) this.logger.warn(describe(error, problem, context));
  }
}

/** Answers what Fastify refuses before any route or hook has seen it: an address that is no text, a part of it that is too long. */
export function refuseAddress({ code }: { code: string }, _request: FastifyRequest, reply: FastifyReply): void {
  const requestId = newId();
  void reply.header('X-Request-Id', requestId);
  sendProblem(reply, code === 'FST_ERR_BAD_URL' ? problemOfStatus(400) : notFound(), requestId);
}

function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('Cache-Control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.toBody(`urn:request:${requestId}`)));
}

/** The problem that stands for any error. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return problemOfHttp(error);
  if (error instanceof KeyDestroyed) return keyDestroyed();
  if (isDatabaseUnavailable(error)) return dependencyUnavailable('database');
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return problemOfStatus(status);
  return new Problem(500, 'internal-error', 'Something went wrong on our side. It was logged under the request id.');
}

/** The patient's key was destroyed: nothing of theirs can be sealed or read again, which no retry changes. */
function keyDestroyed(): Problem {
  return new Problem(
    409,
    'key-destroyed',
    'The key of this patient was destroyed: nothing can be added to the record.',
  );
}

function problemOfHttp(error: HttpException): Problem {
  const status = error.getStatus();
  if (status === 404) return notFound();
  return problemOfStatus(status);
}

/** Framework texts may quote the input (a JSON parser does), so only the status is taken over. */
function problemOfStatus(status: number): Problem {
  const detail =
    status === 400 ? 'The request could not be read: check its syntax and encoding.' : 'The request was refused.';
  return new Problem(status, CODE_OF_STATUS[status] ?? 'error', detail);
}

/** What the log may hold: names, SQLSTATE and our own stack; never a message, which could carry a value of a patient. */
function describe(error: unknown, { status, code }: Problem, { requestId, route }: RequestContext): string {
  const name = error instanceof Error ? error.name : typeof error;
  const state = sqlState(error);
  return `${route} failed: ${status} ${code}, ${name}${state === undefined ? '' : ` (SQLSTATE ${state})`}, request ${requestId}`;
}

/** The frames of a stack without its first lines, which repeat the message. */
function framesOf(error: unknown): string | undefined {
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];
  return frames.length > 0 ? frames.slice(0, 12).join('\n') : undefined;
}
