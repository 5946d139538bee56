import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import type { Actor, Role } from '../../../platform/access/actor.js';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { Database } from '../../../platform/database/database.js';
import { notFound, Problem } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import { ExportFiles } from './export-files.js';
import { ExportsService } from './exports.service.js';

/** A link to a file, for whoever has it. */
export interface ExportLink {
  url: string;
  expiresAt: string;
}

const TOKEN = /^([0-9a-f-]{36})\.(\d{13})\.([\w-]{43})$/;

/**
 * Links by which a file is fetched without signing in, by a download manager or another system. A link opens one file, until an
 * instant that is part of it, on behalf of the person who made it: once that person is disabled, or has the file no longer in reach,
 * it opens nothing. The signature is an HMAC-SHA-256 under a key that serves nothing else.
 */
@Injectable()
export class ExportLinks {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportsService,
    private readonly files: ExportFiles,
    private readonly audit: AuditTrail,
    @Inject(KEY_PROVIDER) private readonly keys: KeyProvider,
  ) {}

  /** @throws Problem 404, 409 or 410 when there is no file to link to */
  async make(actor: Actor, exportId: string, minutes: number): Promise<ExportLink> {
    await this.files.require(await this.exports.read(actor, exportId));
    const expiresMs = Date.now() + minutes * 60_000;
    const signature = this.sign(exportId, actor.userId, expiresMs, this.keys.currentKekId).toString('base64url');
    return {
      url: `/api/exports/${exportId}/links/${actor.userId}.${expiresMs}.${signature}`,
      expiresAt: new Date(expiresMs).toISOString(),
    };
  }

  /** @throws Problem 404 for what is no link of ours or opens nothing any more, 410 after its time */
  async open(exportId: string, token: string): Promise<StreamableFile> {
    const [, userId = '', expires = '', signature = ''] = TOKEN.exec(token) ?? [];
    if (!this.isSigned(exportId, userId, Number(expires), Buffer.from(signature, 'base64url'))) throw notFound('link');
    if (Number(expires) <= Date.now()) {
      throw new Problem(410, 'link-expired', 'The time of this link is over. Ask for a new one.');
    }
    const actor = await this.makerOf(userId);
    const file = await this.files.open(await this.exports.read(actor, exportId));
    await this.audit.record({
      action: 'download',
      resource: 'export',
      resourceId: exportId,
      patient: null,
      actor: { userId, role: actor.role, organizationId: actor.organizationId, sessionId: null },
      purpose: 'HOPERAT',
      detail: { byLink: true },
    });
    return file;
  }

  private async makerOf(userId: string): Promise<Actor> {
    const [user] = await this.database.query<{ role: Role; organizationId: string }>(
      'SELECT role, organization_id AS "organizationId" FROM users WHERE id = $1 AND disabled_at IS NULL',
      [userId],
    );
    if (!user) throw notFound('link');
    return { userId, sessionId: '', ...user };
  }

  /** A link of before the key-encryption key was rotated is good for its time. */
  private isSigned(exportId: string, userId: string, expiresMs: number, signature: Buffer): boolean {
    return this.keys.kekIds.some((kekId) => {
      const expected = this.sign(exportId, userId, expiresMs, kekId);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    });
  }

  private sign(exportId: string, userId: string, expiresMs: number, kekId: string): Buffer {
    const key = this.keys.derive('export link', kekId);
    return createHmac('sha256', key)
      .update(encodeParts([exportId, userId, String(expiresMs)]))
      .digest();
  }
}
