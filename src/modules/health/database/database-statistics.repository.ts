import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sqlState } from '../../../platform/database/transient-errors.js';
import { rounded } from '../../../platform/telemetry/durations/duration-histogram.js';
import { normaliseSql } from '../../../platform/telemetry/statements/normalise-sql.js';

/** What the server says of itself. */
export interface ServerFigures {
  version: string;
  databaseBytes: number;
  connections: number;
  maxConnections: number;
  cacheHitRate: number;
  deadlocks: number;
  longestTransactionSeconds: number;
}

/** A table with all its partitions. Row counts are PostgreSQL's estimates. */
export interface TableFigures {
  table: string;
  rows: number;
  bytes: number;
  indexBytes: number;
  sequentialScans: number;
  indexScans: number;
  deadRows: number;
  lastVacuumAt: string | null;
}

export interface IndexFigures {
  index: string;
  table: string;
  bytes: number;
}

/** One entry of pg_stat_statements; durations in ms, over all processes since its last reset. */
export interface StatementStatistics {
  sql: string;
  calls: number;
  totalMs: number;
  avgMs: number;
  rowsPerCall: number;
}

const SERVER = `
SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS "databaseBytes",
       (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int AS "maxConnections",
       coalesce(blks_hit::float8 / nullif(blks_hit + blks_read, 0), 1) AS "cacheHitRate", deadlocks::int AS deadlocks,
       coalesce((SELECT extract(epoch FROM max(now() - xact_start)) FROM pg_stat_activity
                  WHERE datname = current_database() AND backend_type = 'client backend'), 0)::float8
         AS "longestTransactionSeconds"
  FROM pg_stat_database WHERE datname = current_database()`;

/** Partitions are added to their parent: an operator thinks of the audit trail, not of its 84 months. */
const TABLES = `
SELECT coalesce(parent.relname, s.relname) AS "table", sum(greatest(s.n_live_tup, c.reltuples))::float8 AS rows,
       sum(pg_total_relation_size(s.relid))::float8 AS bytes, sum(pg_indexes_size(s.relid))::float8 AS "indexBytes",
       sum(s.seq_scan)::float8 AS "sequentialScans", sum(coalesce(s.idx_scan, 0))::float8 AS "indexScans",
       sum(s.n_dead_tup)::float8 AS "deadRows",
       to_char(max(greatest(s.last_vacuum, s.last_autovacuum)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         AS "lastVacuumAt"
  FROM pg_stat_user_tables s
  JOIN pg_class c ON c.oid = s.relid
  LEFT JOIN pg_inherits i ON i.inhrelid = s.relid
  LEFT JOIN pg_class parent ON parent.oid = i.inhparent
 WHERE c.relkind <> 'p'
 GROUP BY 1 ORDER BY bytes DESC LIMIT $1`;

/** Unique indexes earn their keep without being read. */
const UNUSED_INDEXES = `
SELECT s.indexrelname AS index, s.relname AS "table", pg_relation_size(s.indexrelid)::float8 AS bytes
  FROM pg_stat_user_indexes s JOIN pg_index i USING (indexrelid)
 WHERE s.idx_scan = 0 AND NOT i.indisunique AND pg_relation_size(s.indexrelid) > 1048576
 ORDER BY bytes DESC LIMIT $1`;

const STATEMENTS = `
SELECT query AS sql, calls::float8 AS calls, total_exec_time AS "totalMs", mean_exec_time AS "avgMs",
       rows::float8 / greatest(calls, 1) AS "rowsPerCall"
  FROM pg_stat_statements
 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '<%'
 ORDER BY total_exec_time DESC LIMIT $1`;

/** The extension is not made here, not loaded by the server, or not ours to read. */
const STATEMENTS_ABSENT: ReadonlySet<string | undefined> = new Set(['42P01', '55000', '42501']);

/** Reads PostgreSQL's own statistics. */
@Injectable()
export class DatabaseStatistics {
  constructor(private readonly database: Database) {}

  async server(): Promise<ServerFigures> {
    const [row] = await this.database.query<ServerFigures & Record<string, unknown>>(SERVER);
    if (!row) throw new Error('PostgreSQL keeps no statistics of this database.');
    return { ...row, cacheHitRate: rounded(row.cacheHitRate) };
  }

  tables(limit: number): Promise<TableFigures[]> {
    return this.database.query<TableFigures & Record<string, unknown>>(TABLES, [limit]);
  }

  unusedIndexes(limit: number): Promise<IndexFigures[]> {
    return this.database.query<IndexFigures & Record<string, unknown>>(UNUSED_INDEXES, [limit]);
  }

  /** The costliest statements of the whole server, or null where pg_stat_statements is absent. */
  async statements(limit: number): Promise<StatementStatistics[] | null> {
    try {
      const rows = await this.database.query<StatementStatistics & Record<string, unknown>>(STATEMENTS, [limit]);
      return rows.map(({ sql, calls, totalMs, avgMs, rowsPerCall }) => ({
        // It leaves comments and the values of utility statements in.
        sql: normaliseSql(sql).text,
        calls,
        totalMs: rounded(totalMs),
        avgMs: rounded(avgMs),
        rowsPerCall: rounded(rowsPerCall),
      }));
    } catch (error) {
      if (STATEMENTS_ABSENT.has(sqlState(error))) return null;
      throw error;
    }
  }
}
