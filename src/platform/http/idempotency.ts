import {
  applyDecorators,
  Inject,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { currentActor } from '../access/current-actor.js';
import { DerivedDigest } from '../crypto/derived-digest.js';
import { DerivedSeal } from '../crypto/derived-seal.js';
import { KEY_PROVIDER, type KeyProvider } from '../crypto/key-provider.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Described } from './docs/described.js';
import { conflict, validationFailed } from './problem.js';

const SANE_KEY = /^[\x21-\x7e]{1,255}$/;

interface StoredAnswer {
  route: string;
  body_hash: Buffer;
  status: number;
  location: string | null;
  response_sealed: Buffer | null;
}

/**
 * A write that carries an `Idempotency-Key` happens once: its key is stored in the transaction of the write itself, so
 * a retry after a lost answer, even after a crash, gets the first answer, and a concurrent twin waits for it.
 * The same key with another body is a 409. Of the body, which may hold a password, only a keyed digest is kept.
 */
@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  private readonly sealed: DerivedSeal;
  private readonly bodies: DerivedDigest;

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    @Inject(KEY_PROVIDER) keys: KeyProvider,
  ) {
    this.sealed = new DerivedSeal(keys, 'idempotency');
    this.bodies = new DerivedDigest(keys, 'idempotency-bodies');
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !SANE_KEY.test(key)) {
      throw validationFailed([{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
    }
    return from(this.once(key, request, http.getResponse<FastifyReply>(), next));
  }

  private once(key: string, request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const { userId } = currentActor();
    const route = `${request.method} ${request.url}`;
    const sent = JSON.stringify(request.body ?? null);
    return this.unitOfWork.run(async () => {
      const claimed = await this.database.execute(
        'INSERT INTO idempotency_keys (user_id, key, route, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [userId, key, route, this.bodies.of(sent)],
      );
      if (claimed === 0) return this.repeat(userId, key, route, sent, reply);
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.keep(userId, key, reply, body);
      return body;
    });
  }

  private async keep(userId: string, key: string, reply: FastifyReply, body: unknown): Promise<void> {
    await this.database.execute(
      `UPDATE idempotency_keys SET status = $3, location = $4, response_sealed = $5 WHERE user_id = $1 AND key = $2`,
      [userId, key, reply.statusCode, reply.getHeader('location') ?? null, this.seal(userId, key, body)],
    );
  }

  private async repeat(
    userId: string,
    key: string,
    route: string,
    sent: string,
    reply: FastifyReply,
  ): Promise<unknown> {
    const [first] = await this.database.query<StoredAnswer>(
      'SELECT route, body_hash, status, location, response_sealed FROM idempotency_keys WHERE user_id = $1 AND key = $2',
      [userId, key],
    );
    if (!first || first.route !== route || !this.bodies.isOf(first.body_hash, sent)) {
      throw conflict('This Idempotency-Key was used for another request. Use a new key for a new request.');
    }
    reply.status(first.status);
    if (first.location !== null) reply.header('Location', first.location);
    return first.response_sealed === null
      ? undefined
      : JSON.parse(this.sealed.open(boundTo(userId, key), first.response_sealed));
  }

  /** The answer may hold a patient's data; it is kept a day, sealed, and bound to its key. */
  private seal(userId: string, key: string, body: unknown): Buffer | null {
    return body === undefined ? null : this.sealed.seal(boundTo(userId, key), JSON.stringify(body));
  }
}

/** Describes the header of a write that may be repeated safely. */
export function TakesIdempotencyKey(): MethodDecorator {
  return Described(({ ApiHeader }) =>
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'One key for all attempts at the same write: it happens once, and all get the first answer.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
}

/** Lets a write be repeated safely; see {@link IdempotencyInterceptor}. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(UseInterceptors(IdempotencyInterceptor), TakesIdempotencyKey());
}

function boundTo(userId: string, key: string): Buffer {
  return Buffer.from(`${userId}\n${key}`);
}
