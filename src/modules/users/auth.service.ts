import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { signAccessToken } from '../../platform/access/access-token.js';
import { Problem, unauthenticated } from '../../platform/http/problem.js';
import { LoginThrottle } from './login-throttle.js';
import { SessionsService, type OpenSession } from './sessions.service.js';
import { UsersService, type UserView } from './users.service.js';

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
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws Problem 401 `invalid-credentials`, 429 `rate-limited` */
  async login(email: string, password: string, address: string): Promise<SignedIn> {
    await this.throttle.refuseWhenExhausted(email, address);
    const user = await this.users.identify(email, password);
    if (!user) {
      await this.throttle.countFailure(email, address);
      throw new Problem(401, 'invalid-credentials', 'The e-mail address or the password is not right.');
    }
    await this.throttle.clear(email, address);
    return this.signedIn(user, await this.sessions.open(user.id));
  }

  /** @throws Problem 401 when the refresh token is not good any more */
  async refresh(refreshToken: string | undefined): Promise<SignedIn> {
    const session = refreshToken ? await this.sessions.refresh(refreshToken) : undefined;
    const user = session && (await this.users.byId(session.userId));
    if (!session || !user) throw unauthenticated('The session has ended. Sign in again.');
    return this.signedIn(user, session);
  }

  logout(sessionId: string): Promise<void> {
    return this.sessions.revoke(sessionId);
  }

  private signedIn(user: UserView, { sessionId, refreshToken }: OpenSession): SignedIn {
    const { jwtSecret, accessTokenTtlSeconds } = this.env.auth;
    const accessToken = signAccessToken(user.id, sessionId, jwtSecret, accessTokenTtlSeconds);
    return { accessToken, expiresIn: accessTokenTtlSeconds, user, refreshToken, sessionId };
  }
}
