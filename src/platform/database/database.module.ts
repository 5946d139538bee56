import { Global, Module } from '@nestjs/common';
import { SequelizeModule, type SequelizeModuleOptions } from '@nestjs/sequelize';
import type { ClientBase } from 'pg';
import { ENV, type Env } from '../../config/env.js';
import { StatementObserver } from '../telemetry/statements/statement-observer.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { Database } from './database.js';
import { joinAmbientTransactions } from './transaction-context.js';
import { Replicas } from './replicas.js';
import { UnitOfWork } from './unit-of-work.js';

/** The one connection pool, raw statements on it, and the unit of work. Models are registered by their modules. */
@Global()
@Module({
  imports: [
    TelemetryModule,
    SequelizeModule.forRootAsync({
      imports: [TelemetryModule],
      inject: [ENV, StatementObserver],
      useFactory: sequelizeOptions,
    }),
  ],
  providers: [Database, Replicas, UnitOfWork],
  exports: [Database, Replicas, UnitOfWork],
})
export class DatabaseModule {}

/** Nothing here issues a session `SET`: behind PgBouncer in transaction mode it would reach somebody else. */
function sequelizeOptions({ database }: Env, statements: StatementObserver): SequelizeModuleOptions {
  joinAmbientTransactions();
  return {
    dialect: 'postgres',
    uri: database.url,
    autoLoadModels: true,
    synchronize: false,
    logging: false,
    hooks: { afterConnect: (client: unknown) => statements.observe(client as ClientBase) },
    retryAttempts: 0,
    keepDefaultTimezone: true,
    standardConformingStrings: false,
    define: { underscored: true, timestamps: false, freezeTableName: true },
    pool: {
      min: database.poolMin,
      max: database.poolMax,
      acquire: database.acquireTimeoutMs,
      idle: database.idleTimeoutMs,
      evict: database.evictIntervalMs,
    },
    dialectOptions: {
      application_name: 'white-cross',
      connectionTimeoutMillis: database.connectTimeoutMs,
      statement_timeout: database.statementTimeoutMs,
      idle_in_transaction_session_timeout: database.idleInTransactionTimeoutMs,
      keepAlive: true,
      clientMinMessages: 'ignore',
    },
  } as SequelizeModuleOptions;
}
