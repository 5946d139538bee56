import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, type Page, pageOf } from '../../../platform/database/keyset.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import type { WrappedExportKey } from '../export-pipeline/export-keys.js';
import type { CreateExportDto } from './export.dto.js';
import { EXPORT_COLUMNS, type ExportRow, type ExportView, viewOf } from './export.view.js';
import { exportableTypes } from './export.rules.js';

type Row<T> = T & Record<string, unknown>;

/** An export that was asked for and is not yet stored. */
export interface RequestedExport {
  id: string;
  jobId: string;
  actor: Actor;
  fields: CreateExportDto;
  key: WrappedExportKey;
  passwordSealed: Buffer | null;
}

/** The statements of the `exports` table that serve the API. What a role may not export it does not see either. */
@Injectable()
export class ExportsRepository {
  constructor(private readonly database: Database) {}

  async insert({ id, jobId, actor, fields, key, passwordSealed }: RequestedExport): Promise<void> {
    await this.database.execute(
      `INSERT INTO exports (id, organization_id, created_by, created_role, job_id, type, format, from_date, to_date, wrapped_key, kek_id,
                            is_encrypted, password_sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        fields.organizationId,
        actor.userId,
        actor.role,
        jobId,
        fields.type,
        fields.format,
        fields.from ?? null,
        fields.to ?? null,
        key.wrapped,
        key.kekId,
        passwordSealed !== null,
        passwordSealed,
      ],
    );
  }

  async find(actor: Actor, id: string): Promise<ExportView | undefined> {
    const reach = inReach(actor, 'e', 3);
    const [row] = await this.database.query<Row<ExportRow>>(
      `SELECT ${EXPORT_COLUMNS} FROM exports e WHERE e.id = $1 AND e.type = ANY($2) AND ${reach.sql}`,
      [id, exportableTypes(actor.role), reach.value],
      { name: `export-find-${actor.role}` },
    );
    return row && viewOf(row);
  }

  /** Newest first. */
  async list(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<ExportView>> {
    const reach = inReach(actor, 'e', 1);
    const [before = null] = cursor === undefined ? [] : decodeCursor(cursor, ['uuid']);
    const rows = await this.database.query<Row<ExportRow>>(
      `SELECT ${EXPORT_COLUMNS} FROM exports e
        WHERE ${reach.sql} AND e.type = ANY($2) AND ($3::uuid IS NULL OR e.id < $3::uuid) ORDER BY e.id DESC LIMIT $4`,
      [reach.value, exportableTypes(actor.role), before, limit + 1],
    );
    return pageOf(rows.map(viewOf), limit, ({ id }) => [id]);
  }

  /** The job of an export that has not ended. */
  async openJob(id: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ job_id: string }>(
      `SELECT job_id FROM exports WHERE id = $1 AND finished_at IS NULL`,
      [id],
    );
    return row?.job_id;
  }
}
