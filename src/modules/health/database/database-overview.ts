import { Injectable } from '@nestjs/common';
import { StatementObserver } from '../../../platform/telemetry/statements/statement-observer.js';
import {
  DatabaseStatistics,
  type IndexFigures,
  type ServerFigures,
  type StatementStatistics,
  type TableFigures,
} from './database-statistics.repository.js';
import { scalingTriggers, type ScalingTrigger } from './scaling.rules.js';

const LISTED = 30;
const KEPT_MS = 30_000;

/** The database's size and use, and how far it is from where one has to scale. */
export interface DatabaseView extends ServerFigures {
  auditRows: number;
  triggers: ScalingTrigger[];
  tables: TableFigures[];
  unusedIndexes: IndexFigures[];
  /** From pg_stat_statements; null where the server does not have it. */
  statements: StatementStatistics[] | null;
}

/** Gathers PostgreSQL's statistics; for half a minute all who ask get the same, since sizes cost file-system calls. */
@Injectable()
export class DatabaseOverview {
  private kept: { at: number; view: Promise<DatabaseView> } | undefined;

  constructor(
    private readonly statistics: DatabaseStatistics,
    private readonly observer: StatementObserver,
  ) {}

  read(): Promise<DatabaseView> {
    if (!this.kept || Date.now() - this.kept.at > KEPT_MS) {
      const kept = { at: Date.now(), view: this.gather() };
      this.kept = kept;
      kept.view.catch(() => {
        if (this.kept === kept) this.kept = undefined;
      });
    }
    return this.kept.view;
  }

  private async gather(): Promise<DatabaseView> {
    const [server, tables, unusedIndexes, statements] = await Promise.all([
      this.statistics.server(),
      this.statistics.tables(LISTED),
      this.statistics.unusedIndexes(LISTED),
      this.statistics.statements(LISTED),
    ]);
    const auditRows = tables.find(({ table }) => table === 'audit_events')?.rows ?? 0;
    const triggers = scalingTriggers({
      databaseBytes: server.databaseBytes,
      statementP95Ms: this.observer.recent.merged().percentile(0.95),
      connectionsPercent: Math.round((100 * server.connections) / server.maxConnections),
      auditRows,
    });
    return { ...server, auditRows, triggers, tables, unusedIndexes, statements };
  }
}
