import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { inReach } from '../../../platform/access/reach.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, type Page, pageOf } from '../../../platform/database/keyset.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import type { ImportTarget } from '../targets/import-target.js';

/** A record of an import that somebody has worked with since. */
export interface KeptRecord {
  recordId: string;
  patientId: string;
  mrn: string | null;
  /** `merged` and `retired` as said; `changed` was corrected or moved by a merge; `in-use` has records or accounts of its own. */
  reason: 'merged' | 'retired' | 'changed' | 'in-use';
}

/**
 * Tells which rows of an import were touched since. Every change of a record raises its version, and the database's own foreign
 * keys tell what refers to it, so that a table which is added later counts from its first day.
 */
@Injectable()
export class TouchedRows {
  constructor(private readonly database: Database) {}

  /** SQL of a condition on a row of the target's first table under the alias `t`. */
  async condition(target: ImportTarget): Promise<string> {
    const references = await this.references(target);
    const used = references.map(({ table, column }) => ` OR EXISTS (SELECT FROM ${table} r WHERE r.${column} = t.id)`);
    return `(t.version > 1 OR t.retired_at IS NOT NULL${used.join('')})`;
  }

  async counts(importId: string, target: ImportTarget): Promise<{ touched: number; untouched: number }> {
    const touched = await this.condition(target);
    const [row] = await this.database.query<{ touched: number; untouched: number }>(
      `SELECT count(*) FILTER (WHERE touched)::float8 AS touched, count(*) FILTER (WHERE NOT touched)::float8 AS untouched
         FROM (SELECT ${touched} AS touched FROM ${tableOf(target)} t WHERE t.import_id = $1) AS rows`,
      [importId],
    );
    return row ?? { touched: 0, untouched: 0 };
  }

  /** What would be kept, or was. The number of a patient out of the actor's reach stays untold. */
  async page(actor: Actor, importId: string, target: ImportTarget, query: PageQuery): Promise<Page<KeptRecord>> {
    const reach = inReach(actor, 'p', 4);
    const [after = null] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['uuid']);
    const touched = await this.condition(target);
    const isPatients = target.type === 'patients';
    const rows = await this.database.query<KeptRecord & Record<string, unknown>>(
      `SELECT t.id AS "recordId", ${patientOf(target)} AS "patientId", p.mrn,
              CASE WHEN ${isPatients ? 't.merged_into IS NOT NULL' : 'false'} THEN 'merged' WHEN t.retired_at IS NOT NULL THEN 'retired'
                   WHEN t.version > 1 THEN 'changed' ELSE 'in-use' END AS reason
         FROM ${tableOf(target)} t LEFT JOIN patients p ON p.id = ${patientOf(target)} AND ${reach.sql}
        WHERE t.import_id = $1 AND ${touched} AND ($2::uuid IS NULL OR t.id > $2::uuid) ORDER BY t.id LIMIT $3`,
      [importId, after, query.limit + 1, reach.value],
    );
    return pageOf(rows, query.limit, ({ recordId }) => [recordId]);
  }

  /** Columns of other tables that refer to the target's rows; those the import fills itself belong to the row. */
  private references(target: ImportTarget): Promise<{ table: string; column: string }[]> {
    return this.database.query<{ table: string; column: string }>(
      `SELECT c.conrelid::regclass::text AS "table", quote_ident(a.attname) AS "column"
         FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND c.conparentid = 0 AND c.conrelid::regclass::text <> ALL ($2::text[])
        ORDER BY 1, 2`,
      [tableOf(target), target.tables.slice(1).map(({ table }) => table)],
    );
  }
}

export function tableOf({ tables }: ImportTarget): string {
  const [first] = tables;
  if (!first) throw new TypeError('A target has at least one table.');
  return first.table;
}

/** SQL of the patient of a row under the alias `t`. */
export function patientOf({ type }: ImportTarget): string {
  return type === 'patients' ? 't.id' : 't.patient_id';
}
