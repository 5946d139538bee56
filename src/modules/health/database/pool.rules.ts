import type { Alert, Severity } from '../alerts/alert.js';

/** The connections of one process or, added up, of the service, at one instant. */
export interface PoolSample {
  activeConnections: number;
  idleConnections: number;
  waitingRequests: number;
  totalConnections: number;
  maxConnections: number;
  utilizationPercent: number;
  /** ISO 8601. */
  timestamp: string;
}

const WARNING_PERCENT = 80;
const CRITICAL_PERCENT = 90;
const MOST_WAITING = 5;

/** The counts of a pool as one sample. */
export function poolSample(counts: PoolCounts, at: Date): PoolSample {
  const { active, idle, waiting, total, max } = counts;
  return {
    activeConnections: active,
    idleConnections: idle,
    waitingRequests: waiting,
    totalConnections: total,
    maxConnections: max,
    utilizationPercent: max === 0 ? 0 : Math.round((1000 * active) / max) / 10,
    timestamp: at.toISOString(),
  };
}

export interface PoolCounts {
  active: number;
  idle: number;
  waiting: number;
  total: number;
  max: number;
}

/** The pools of several processes as if they were one. */
export function addSamples(samples: readonly PoolSample[], at: Date): PoolSample {
  const sum = (pick: (sample: PoolSample) => number) => samples.reduce((total, sample) => total + pick(sample), 0);
  const counts = {
    active: sum((sample) => sample.activeConnections),
    idle: sum((sample) => sample.idleConnections),
    waiting: sum((sample) => sample.waitingRequests),
    total: sum((sample) => sample.totalConnections),
    max: sum((sample) => sample.maxConnections),
  };
  return poolSample(counts, at);
}

/** What is wrong with one process's pool: nearly used up, or requests queue before it. */
export function poolAlerts(process: string, { utilizationPercent, waitingRequests }: PoolSample): Alert[] {
  const alerts: Alert[] = [];
  if (utilizationPercent >= WARNING_PERCENT) {
    const isCritical = utilizationPercent >= CRITICAL_PERCENT;
    alerts.push({
      ...POOL_USED_UP,
      subject: process,
      severity: isCritical ? 'critical' : 'warning',
      value: `${utilizationPercent} %`,
      threshold: `${isCritical ? CRITICAL_PERCENT : WARNING_PERCENT} %`,
    });
  }
  if (waitingRequests > MOST_WAITING) {
    const severity: Severity = 'critical';
    alerts.push({ ...POOL_WAITING, subject: process, severity, value: waitingRequests, threshold: MOST_WAITING });
  }
  return alerts;
}

const POOL_USED_UP = {
  code: 'pool-used-up',
  title: 'Database connections are nearly used up',
  meaning: 'At the limit, requests wait for a connection and are refused after DB_ACQUIRE_TIMEOUT.',
  action:
    'Look at /api/health/database/slow-queries: slow statements hold connections. If all are fast, raise DB_POOL_MAX or add a process.',
};
const POOL_WAITING = {
  code: 'pool-waiting',
  title: 'Requests wait for a database connection',
  meaning: 'Every answer takes longer than its statements do.',
  action: 'Look at /api/health/database/slow-queries first, then raise DB_POOL_MAX or add a process.',
};
