import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, type Page, pageOf } from '../../../platform/database/keyset.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import type { SavedMappingQuery } from './saved-mapping.dto.js';
import type { SavedMapping } from './saved-mapping.view.js';

const COLUMNS = `m.id, m.organization_id AS "organizationId", m.type, m.name, m.mapping, m.date_format AS "dateFormat",
  iso_instant(m.created_at) AS "createdAt"`;

type Row = SavedMapping & Record<string, unknown>;

/** The statements of the `import_mappings` table. */
@Injectable()
export class SavedMappingsRepository {
  constructor(private readonly database: Database) {}

  /** False when the organization has one of this name for the type. */
  async insert(saved: Omit<SavedMapping, 'createdAt'>, createdBy: string): Promise<boolean> {
    const inserted = await this.database.execute(
      `INSERT INTO import_mappings (id, organization_id, type, name, mapping, date_format, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [
        saved.id,
        saved.organizationId,
        saved.type,
        saved.name,
        JSON.stringify(saved.mapping),
        saved.dateFormat,
        createdBy,
      ],
    );
    return inserted === 1;
  }

  async find(actor: Actor, id: string): Promise<SavedMapping | undefined> {
    const reach = inReach(actor, 'm', 2);
    const [found] = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM import_mappings m WHERE m.id = $1 AND ${reach.sql}`,
      [id, reach.value],
    );
    return found;
  }

  /** Newest first. */
  async page(actor: Actor, { limit, cursor, organizationId, type }: SavedMappingQuery): Promise<Page<SavedMapping>> {
    const reach = inReach(actor, 'm', 1);
    const [before = null] = cursor === undefined ? [] : decodeCursor(cursor, ['uuid']);
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM import_mappings m
        WHERE ${reach.sql} AND ($2::uuid IS NULL OR m.id < $2::uuid) AND ($3::uuid IS NULL OR m.organization_id = $3::uuid)
          AND ($4::text IS NULL OR m.type = $4) ORDER BY m.id DESC LIMIT $5`,
      [reach.value, before, organizationId ?? null, type ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  /** Those of one organization and type, the newest first. */
  of(organizationId: string, type: ImportType, limit: number): Promise<SavedMapping[]> {
    return this.database.query<Row>(
      `SELECT ${COLUMNS} FROM import_mappings m WHERE m.organization_id = $1 AND m.type = $2 ORDER BY m.id DESC LIMIT $3`,
      [organizationId, type, limit],
    );
  }

  async delete(id: string): Promise<void> {
    await this.database.execute('DELETE FROM import_mappings WHERE id = $1', [id]);
  }
}
