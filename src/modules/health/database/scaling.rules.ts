import type { Alert } from '../alerts/alert.js';

const GB = 1e9;
const MILLION = 1e6;

/** What the triggers look at. */
export interface ScalingFigures {
  databaseBytes: number;
  statementP95Ms: number;
  connectionsPercent: number;
  auditRows: number;
}

/** A point from which the present set-up is known to get slow. */
export interface ScalingTrigger {
  code: string;
  title: string;
  value: number;
  threshold: number;
  unit: 'bytes' | 'ms' | '%' | 'rows';
  isCrossed: boolean;
  meaning: string;
  action: string;
}

type Rule = Omit<ScalingTrigger, 'value' | 'isCrossed'> & { read: (figures: ScalingFigures) => number };

const RULES: readonly Rule[] = [
  {
    code: 'database-large',
    title: 'The database is larger than 10 GB',
    threshold: 10 * GB,
    unit: 'bytes',
    read: ({ databaseBytes }) => databaseBytes,
    meaning: 'Backups, restores and index builds take noticeable time.',
    action:
      'Check that shared_buffers and memory grew with it, and rehearse a restore. Archive old audit months sooner.',
  },
  {
    code: 'statements-slow',
    title: 'One statement in twenty takes longer than 500 ms',
    threshold: 500,
    unit: 'ms',
    read: ({ statementP95Ms }) => statementP95Ms,
    meaning: 'The database is the bottleneck of every answer that is not cached.',
    action: 'Look at slowestQueries under /api/health/database/performance; add read replicas for reports.',
  },
  {
    code: 'connections-scarce',
    title: 'More than 80 % of the server’s connections are taken',
    threshold: 80,
    unit: '%',
    read: ({ connectionsPercent }) => connectionsPercent,
    meaning: 'New processes, and people with psql, are about to be refused.',
    action: 'Put PgBouncer in transaction mode in front, or lower DB_POOL_MAX: beyond four per core they only queue.',
  },
  {
    code: 'audit-large',
    title: 'More than 50 million audit events are online',
    threshold: 50 * MILLION,
    unit: 'rows',
    read: ({ auditRows }) => auditRows,
    meaning: 'Searches over long spans get slower, and backups grow.',
    action: 'Lower AUDIT_ONLINE_MONTHS: older months stay searchable in the object store.',
  },
  {
    code: 'audit-very-large',
    title: 'More than 100 million audit events are online',
    threshold: 100 * MILLION,
    unit: 'rows',
    read: ({ auditRows }) => auditRows,
    meaning: 'The audit trail outgrows the clinical data.',
    action: 'Archive at once with a lower AUDIT_ONLINE_MONTHS, then give the trail a database of its own.',
  },
];

/** Every trigger with its present value. */
export function scalingTriggers(figures: ScalingFigures): ScalingTrigger[] {
  return RULES.map(({ read, ...rule }) => {
    const value = read(figures);
    return { ...rule, value, isCrossed: value > rule.threshold };
  });
}

/** The crossed ones, as notes: they ask for a plan, not for haste. */
export function scalingAlerts(triggers: readonly ScalingTrigger[]): Alert[] {
  return triggers
    .filter(({ isCrossed }) => isCrossed)
    .map(({ code, title, meaning, action, value, threshold, unit }) => ({
      code,
      severity: 'info',
      title,
      meaning,
      action,
      value: `${value} ${unit}`,
      threshold: `${threshold} ${unit}`,
    }));
}
