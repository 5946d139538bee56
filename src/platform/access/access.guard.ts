import { timingSafeEqual, createHash } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ENV, type Env } from '../../config/env.js';
import { forbidden, notFound, unauthenticated } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { AccessFactsReader } from './access-facts.js';
import { ACCESS_RULE, isOpen, type AccessRule, type RoleAccess } from './access.decorator.js';
import { type TokenHolder, tokenOf } from './jwt.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

type AuthenticatedRequest = FastifyRequest & { user?: TokenHolder };

/**
 * The only place where a request is let in: authenticate, role, patient in reach, in this order. A guard and not
 * middleware, since path-scoped middleware on Fastify has been bypassed by odd URLs again and again.
 */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') implements CanActivate {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly reflector: Reflector,
    private readonly facts: AccessFactsReader,
    @Inject(ENV) private readonly env: Env,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw forbidden('This route declares no access rule.');
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    contextOf(request).rule = rule;
    if (isOpen(rule)) return true;
    if (rule.opsToken && this.carriesOpsToken(request)) return true;
    await this.authenticate(context, request);
    refuseForgedCookieCall(request);
    await this.admit(request, rule);
    return true;
  }

  /** Passport's answer, as our own problem. */
  override handleRequest<User>(error: unknown, user: User | false | undefined): User {
    if (error) throw error;
    if (!user) throw unauthenticated();
    return user;
  }

  private async authenticate(context: ExecutionContext, request: AuthenticatedRequest): Promise<void> {
    const token = tokenOf(request);
    const known = token === null ? undefined : this.verified.holderOf(token);
    if (known) {
      request.user = known;
      return;
    }
    await super.canActivate(context);
    if (token !== null && request.user) this.verified.keep(token, request.user);
  }

  private async admit(request: AuthenticatedRequest, rule: RoleAccess): Promise<void> {
    const holder = request.user;
    if (!holder) throw unauthenticated();
    const patientId = rule.patient === undefined ? undefined : (request.params as Record<string, string>)[rule.patient];
    const isId = patientId === undefined || UUID.test(patientId);
    const facts = await this.facts.read(holder.userId, holder.sessionId, isId ? patientId : undefined);
    if (!facts) throw unauthenticated('The session has ended. Sign in again.');
    const known = contextOf(request);
    known.actor = facts.actor;
    known.organizationVersion = facts.organizationVersion;
    if (rule.roles !== 'any' && !rule.roles.includes(facts.actor.role)) throw forbidden();
    if (rule.patient === undefined) return;
    if (!facts.patient) throw notFound('patient');
    known.patient = facts.patient;
  }

  private carriesOpsToken(request: FastifyRequest): boolean {
    const expected = this.env.auth.opsToken;
    const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return expected !== '' && sent !== undefined && timingSafeEqual(sha256(sent), sha256(expected));
  }
}

/** A cookie travels by itself; the header does not, and another origin may not set it without our leave (CSRF). */
export function refuseForgedCookieCall(request: FastifyRequest): void {
  const byCookie = request.headers.authorization === undefined;
  if (byCookie && !SAFE_METHODS.has(request.method) && request.headers['x-requested-with'] === undefined) {
    throw forbidden('A call that writes by cookie must carry the header X-Requested-With.');
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
