import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ENV, type Env } from '../../config/env.js';
import { Access } from '../../platform/access/access.decorator.js';
import { refuseForgedCookieCall } from '../../platform/access/access.guard.js';
import { CanFailWith } from '../../platform/http/docs/can-fail-with.decorator.js';
import { currentActor } from '../../platform/access/current-actor.js';
import { LoginDto } from './auth.dto.js';
import { AuthService, type SignedIn } from './auth.service.js';
import { clearSessionCookies, REFRESH_COOKIE, setSessionCookies } from './session-cookies.js';
import { UsersService, type OwnView } from './users.service.js';

/** What log-in and refresh answer; the refresh token travels in its cookie only. */
type Session = Pick<SignedIn, 'accessToken' | 'expiresIn' | 'user'>;

/** Signing in and out. */
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Signs in. The session comes as an access token in the answer and as cookies. */
  @Post('login')
  @CanFailWith(401)
  @HttpCode(200)
  @Access({ open: 'it is how one gets in' })
  async login(
    @Body() { email, password }: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.answer(request, reply, await this.auth.login(email, password, request.ip));
  }

  /** Renews the session. The refresh token in the cookie is used up; one used twice ends every session of its family. */
  @Post('refresh')
  @CanFailWith(401)
  @HttpCode(200)
  @Access({ open: 'the refresh token is the credential; the access token may have expired' })
  async refresh(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Session> {
    refuseForgedCookieCall(request);
    return this.answer(request, reply, await this.auth.refresh(request.cookies[REFRESH_COOKIE]));
  }

  /** Ends the session. */
  @Post('logout')
  @HttpCode(204)
  @Access({ roles: 'any', action: 'execute', resource: 'session' })
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.auth.logout(currentActor());
    clearSessionCookies(request, reply);
  }

  /** Who is signed in. */
  @Get('me')
  @Access({ roles: 'any', action: 'read', resource: 'session' })
  async me(): Promise<OwnView | undefined> {
    return this.users.self(currentActor().userId);
  }

  private answer(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Session {
    setSessionCookies(request, reply, signedIn, this.env.auth.sessionTtlSeconds);
    reply.header('Cache-Control', 'no-store');
    const { accessToken, expiresIn, user } = signedIn;
    return { accessToken, expiresIn, user };
  }
}
