import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import type { Actor } from '../../platform/access/actor.js';
import { signAccessToken } from '../../platform/access/access-token.js';
import { Problem, unauthenticated } from '../../platform/http/problem.js';
import { AuditTrail } from '../audit/index.js';
import { LoginThrottle } from './login-throttle.js';
import { SessionsService, type OpenSession } from './sessions.service.js';
import { UsersService, type UserView } from './users.service.js';

/** Whoever failed to sign in: the address given may be a slip into the wrong field, so it is not kept. */
const NOBODY = { userId: null, role: null, organizationId: null, sessionId: null };

/** What a person holds after signing in. */
export interface SignedIn {
  accessToken: string;
  expiresIn: number;
  user: UserView;
  /** Goes into the cookie only, never into a body. */
  refreshToken: string;
  sessionId: string;
}

/** Signing in, staying in, and leaving. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditTrail,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws Problem 401 `invalid-credentials`, 429 `rate-limited` */
  async login(email: string, password: string, address: string): Promise<SignedIn> {
    await this.throttle.refuseWhenExhausted(email, address);
    const user = await this.users.identify(email, password);
    if (!user) {
      await this.throttle.countFailure(email, address);
      await this.audit.record({ action: 'sign-in', resource: 'session', outcome: 'denied', actor: NOBODY });
      throw new Problem(401, 'invalid-credentials', 'The e-mail address or the password is not right.');
    }
    await this.throttle.clear(email, address);
    const session = await this.sessions.open(user.id);
    await this.tell('sign-in', user, session.sessionId);
    return this.signedIn(user, session);
  }

  /** @throws Problem 401 when the refresh token is not good any more */
  async refresh(refreshToken: string | undefined): Promise<SignedIn> {
    const session = refreshToken ? await this.sessions.refresh(refreshToken) : undefined;
    const user = session && (await this.users.byId(session.userId));
    if (!session || !user) throw unauthenticated('The session has ended. Sign in again.');
    await this.tell('refresh', user, session.sessionId);
    return this.signedIn(user, session);
  }

  /** Ends the actor's session. */
  async logout({ sessionId }: Actor): Promise<void> {
    await this.sessions.revoke(sessionId);
    await this.audit.record({ action: 'sign-out', resource: 'session', resourceId: sessionId });
  }

  private tell(
    action: 'sign-in' | 'refresh',
    { id, role, organizationId }: UserView,
    sessionId: string,
  ): Promise<void> {
    const actor = { userId: id, role, organizationId, sessionId };
    return this.audit.record({ action, resource: 'session', resourceId: sessionId, actor });
  }

  private signedIn(user: UserView, { sessionId, refreshToken }: OpenSession): SignedIn {
    const { jwtSecret, accessTokenTtlSeconds } = this.env.auth;
    const accessToken = signAccessToken(user.id, sessionId, jwtSecret, accessTokenTtlSeconds);
    return { accessToken, expiresIn: accessTokenTtlSeconds, user, refreshToken, sessionId };
  }
}
