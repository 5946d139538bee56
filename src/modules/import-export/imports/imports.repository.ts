import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, type Page, pageOf } from '../../../platform/database/keyset.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import type { StoredTable } from '../uploads/uploaded-tables.js';
import type { ImportFieldsDto } from './import-fields.dto.js';
import { IMPORT_COLUMNS, type ImportErrorView, type ImportRow, type ImportView, viewOf } from './import.view.js';

/** An import that was received and is not yet stored. */
export interface ReceivedImport {
  id: string;
  jobId: string;
  actor: Actor;
  fields: ImportFieldsDto;
  table: StoredTable;
  idempotencyKey: string | null;
  /** What the request asked for, to tell a repetition from another request under the same key. */
  requestHash: string;
}

/** What is needed to read an import's file once more. */
export interface ImportFile {
  fileKey: string | null;
  columns: string[];
  delimiter: string;
  newline: '\n' | '\r';
  dataStart: number;
  firstRow: number;
}

type Row<T> = T & Record<string, unknown>;

/** The statements of the `imports` table that serve the API. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly database: Database) {}

  /** False when the caller has used the idempotency key before. */
  async insert(received: ReceivedImport): Promise<boolean> {
    const { id, jobId, actor, fields, table, idempotencyKey, requestHash } = received;
    const { key, summary, firstRow, sha256 } = table;
    const values: [column: string, value: unknown][] = [
      ['id', id],
      ['organization_id', fields.organizationId],
      ['created_by', actor.userId],
      ['created_role', actor.role],
      ['job_id', jobId],
      ['type', fields.type],
      ['is_dry_run', fields.dryRun ?? false],
      ['date_format', fields.dateFormat ?? 'iso'],
      ['mapping', JSON.stringify(fields.mapping ?? {})],
      ['file_key', key],
      ['file_bytes', summary.bytes],
      ['file_sha256', sha256],
      ['delimiter', summary.dialect.delimiter],
      ['newline', summary.dialect.newline],
      ['columns', summary.header],
      ['data_start', summary.dataStart],
      ['total_rows', summary.records],
      ['resume_byte', summary.dataStart],
      ['first_row', firstRow],
      ['resume_row', firstRow],
      ['idempotency_key', idempotencyKey],
      ['request_hash', requestHash],
    ];
    const inserted = await this.database.execute(
      `INSERT INTO imports (${values.map(([column]) => column).join(', ')})
       VALUES (${values.map((_, at) => `$${at + 1}`).join(', ')})
       ON CONFLICT (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING`,
      values.map(([, value]) => value),
    );
    return inserted === 1;
  }

  /** The import that the caller has made under this key. */
  async findByKey(actor: Actor, key: string): Promise<{ id: string; requestHash: string } | undefined> {
    const [found] = await this.database.query<{ id: string; requestHash: string }>(
      `SELECT id, request_hash AS "requestHash" FROM imports WHERE created_by = $1 AND idempotency_key = $2`,
      [actor.userId, key],
    );
    return found;
  }

  async find(actor: Actor, id: string): Promise<ImportView | undefined> {
    const reach = inReach(actor, 'i', 2);
    const [row] = await this.database.query<Row<ImportRow>>(
      `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.id = $1 AND ${reach.sql}`,
      [id, reach.value],
      { name: `import-find-${actor.role}` },
    );
    return row && viewOf(row);
  }

  /** Newest first. */
  async list(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<ImportView>> {
    const reach = inReach(actor, 'i', 1);
    const [before = null] = cursor === undefined ? [] : decodeCursor(cursor, ['uuid']);
    const rows = await this.database.query<Row<ImportRow>>(
      `SELECT ${IMPORT_COLUMNS} FROM imports i
        WHERE ${reach.sql} AND ($2::uuid IS NULL OR i.id < $2::uuid) ORDER BY i.id DESC LIMIT $3`,
      [reach.value, before, limit + 1],
    );
    return pageOf(rows.map(viewOf), limit, ({ id }) => [id]);
  }

  async errors(id: string, { limit, cursor }: PageQuery): Promise<Page<ImportErrorView>> {
    const [row = '0', ordinal = '0'] = cursor === undefined ? [] : decodeCursor(cursor, ['int', 'int']);
    const rows = await this.errorsAfter(id, Number(row), Number(ordinal), limit + 1);
    const page = pageOf(rows, limit, (error) => [String(error.row), String(error.ordinal)]);
    return {
      ...page,
      items: page.items.map(({ row: at, column, code, message }) => ({ row: at, column, code, message })),
    };
  }

  /** Errors behind a row and ordinal, in the order of the file. */
  errorsAfter(
    id: string,
    row: number,
    ordinal: number,
    limit: number,
  ): Promise<(ImportErrorView & { ordinal: number })[]> {
    return this.database.query<Row<ImportErrorView & { ordinal: number }>>(
      `SELECT row_number::float8 AS row, ordinal, column_name AS "column", code, message FROM import_errors
        WHERE import_id = $1 AND (row_number, ordinal) > ($2::bigint, $3::int) ORDER BY row_number, ordinal LIMIT $4`,
      [id, row, ordinal, limit],
      { name: 'import-errors' },
    );
  }

  async file(id: string): Promise<ImportFile | undefined> {
    const [file] = await this.database.query<Row<ImportFile>>(
      `SELECT file_key AS "fileKey", columns, delimiter, newline, data_start::float8 AS "dataStart",
              first_row::float8 AS "firstRow" FROM imports WHERE id = $1`,
      [id],
    );
    return file;
  }

  /** The job of an import, or of its correction, that has not ended. */
  async openJob(id: string): Promise<{ jobId: string; correctionId: string | null } | undefined> {
    const [row] = await this.database.query<{ jobId: string; correctionId: string | null }>(
      `SELECT job_id AS "jobId", correction_id AS "correctionId" FROM imports
        WHERE id = $1 AND status IN ('queued', 'processing')`,
      [id],
    );
    return row;
  }

  /** The zone whose wall clocks an organization's files tell. */
  async timeZoneOf(organizationId: string): Promise<string> {
    const [row] = await this.database.query<{ time_zone: string }>(
      'SELECT time_zone FROM organizations WHERE id = $1',
      [organizationId],
    );
    return row?.time_zone ?? 'UTC';
  }
}
