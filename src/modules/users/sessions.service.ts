import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/new-id.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** A session with the one refresh token that continues it. */
export interface OpenSession {
  sessionId: string;
  userId: string;
  refreshToken: string;
}

interface TokenRow {
  session_id: string;
  user_id: string;
}

/**
 * Sessions as families of refresh tokens. A token is 256 random bits, stored as its SHA-256, and good once; a second use
 * means that it was copied, so the whole family ends. There is no grace: a thief would have it too (tabs of one
 * browser take turns by a lock of their own).
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Begins a session. */
  async open(userId: string): Promise<OpenSession> {
    const sessionId = newId();
    return this.unitOfWork.run(async () => {
      await this.database.execute(
        `INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))`,
        [sessionId, userId, this.env.auth.sessionMaxTtlSeconds],
      );
      return { sessionId, userId, refreshToken: await this.issueToken(sessionId) };
    });
  }

  /** Trades a refresh token for the next one; undefined when it is unknown, expired, revoked, or was used before. */
  async refresh(refreshToken: string): Promise<OpenSession | undefined> {
    const tokenHash = sha256(refreshToken);
    const session = await this.unitOfWork.run(async () => {
      const [row] = await this.database.query<TokenRow>(
        `UPDATE refresh_tokens t SET used_at = now() FROM sessions s JOIN users u ON u.id = s.user_id
          WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > now() AND s.id = t.session_id
            AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
        RETURNING t.session_id, s.user_id`,
        [tokenHash],
      );
      if (!row) return undefined;
      return { sessionId: row.session_id, userId: row.user_id, refreshToken: await this.issueToken(row.session_id) };
    });
    if (!session) await this.revokeFamilyOf(tokenHash);
    return session;
  }

  /** Ends a session: its refresh tokens and every access token that names it. */
  async revoke(sessionId: string): Promise<void> {
    await this.database.execute('UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [
      sessionId,
    ]);
  }

  private async revokeFamilyOf(tokenHash: Buffer): Promise<void> {
    await this.database.execute(
      `UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL
          AND id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1 AND used_at IS NOT NULL)`,
      [tokenHash],
    );
  }

  private async issueToken(sessionId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.database.execute(
      `INSERT INTO refresh_tokens (token_hash, session_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))`,
      [sha256(token), sessionId, this.env.auth.sessionTtlSeconds],
    );
    return token;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
