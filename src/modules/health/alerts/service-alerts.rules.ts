import type { Alert, Severity } from './alert.js';

/** What the thresholds are held against. A part that could not be read is missing. */
export interface ServiceFigures {
  processes: readonly {
    name: string;
    poolPercent: number;
    requests: { count: number; p95: number };
    eventLoopP99: number;
    statements: { total: number; cancelled: number };
    spooledBytes: number;
  }[];
  /** False when the audit trail has no place for the events of next month. */
  isAuditRoomMade: boolean;
  /** Records opened from outside (break-glass) that no administrator has taken note of for a day. */
  openingsUnseen: number;
  /** What the verifications of the audit trail found that stands, and how long ago the last one was. */
  verification: { openFindings: number; daysSinceLast: number };
  cache: { lookUps: number; hitRate: number };
  queues: readonly { name: string; depth: number; failed: number; oldestAgeSeconds: number | null }[];
  /** Dependencies that do not answer, and what that makes of the service. */
  lost: readonly { name: string; status: 'degraded' | 'down' }[];
  openCircuits: readonly string[];
}

interface Threshold {
  warning: number;
  critical: number;
}

const POOL_PERCENT: Threshold = { warning: 70, critical: 90 };
const REQUEST_P95_MS: Threshold = { warning: 1000, critical: 5000 };
const QUEUE_DEPTH: Threshold = { warning: 100, critical: 500 };
/** It is drained by itself; once AUDIT_SPOOL_MAX_BYTES (256 MiB unless told) are full, patient data is refused. */
const SPOOL_BYTES: Threshold = { warning: 0, critical: 64 * 1024 * 1024 };
const EVENT_LOOP_MS: Threshold = { warning: 200, critical: 1000 };
/** Weekly is the rule (docs/operations.md): five weeks are long. */
const VERIFICATION_DAYS = 35;
const LEAST_HIT_RATE = 0.8;
const MOST_TIMEOUTS = 0.01;
/** Below these counts a share or a percentile is chance. */
const ENOUGH_REQUESTS = 20;
const ENOUGH_LOOK_UPS = 1000;
const ENOUGH_STATEMENTS = 100;

/** Every threshold that is crossed. */
export function serviceAlerts(figures: ServiceFigures): Alert[] {
  return [
    ...figures.lost.map(lostDependency),
    ...figures.openCircuits.map(openCircuit),
    ...figures.processes.flatMap(processAlerts),
    ...figures.queues.flatMap(queueAlerts),
    ...cacheAlerts(figures.cache),
    ...(figures.openingsUnseen > 0 ? [{ ...OPENINGS_UNSEEN, value: figures.openingsUnseen, threshold: 0 }] : []),
    ...verificationAlerts(figures.verification),
    ...(figures.isAuditRoomMade ? [] : [{ ...NO_AUDIT_ROOM, value: 'missing', threshold: 'made ahead' }]),
  ];
}

function processAlerts(process: ServiceFigures['processes'][number]): Alert[] {
  const { name, poolPercent, requests, eventLoopP99, statements, spooledBytes } = process;
  const alerts = [
    over(poolPercent, POOL_PERCENT, '%', { ...POOL, subject: name }),
    requests.count >= ENOUGH_REQUESTS
      ? over(requests.p95, REQUEST_P95_MS, 'ms', { ...SLOW_REQUESTS, subject: name })
      : undefined,
    over(eventLoopP99, EVENT_LOOP_MS, 'ms', { ...BUSY_LOOP, subject: name }),
    over(spooledBytes, SPOOL_BYTES, 'bytes', { ...SPOOLING, subject: name }),
  ];
  const share = statements.total >= ENOUGH_STATEMENTS ? statements.cancelled / statements.total : 0;
  if (share > MOST_TIMEOUTS) {
    alerts.push({ ...TIMEOUTS, subject: name, value: percent(share), threshold: percent(MOST_TIMEOUTS) });
  }
  return alerts.filter((alert) => alert !== undefined);
}

function queueAlerts({ name, depth, failed }: ServiceFigures['queues'][number]): Alert[] {
  const alerts = [over(depth, QUEUE_DEPTH, 'jobs', { ...DEEP_QUEUE, subject: name })];
  if (failed > 0) alerts.push({ ...FAILED_JOBS, subject: name, value: failed, threshold: 0 });
  return alerts.filter((alert) => alert !== undefined);
}

function cacheAlerts({ lookUps, hitRate }: ServiceFigures['cache']): Alert[] {
  if (lookUps < ENOUGH_LOOK_UPS || hitRate >= LEAST_HIT_RATE) return [];
  return [{ ...COLD_CACHE, value: percent(hitRate), threshold: percent(LEAST_HIT_RATE) }];
}

function verificationAlerts({ openFindings, daysSinceLast }: ServiceFigures['verification']): Alert[] {
  const alerts: Alert[] = [];
  if (openFindings > 0) alerts.push({ ...TRAIL_CHANGED, value: openFindings, threshold: 0 });
  if (daysSinceLast > VERIFICATION_DAYS)
    alerts.push({ ...UNVERIFIED, value: `${daysSinceLast} days`, threshold: `${VERIFICATION_DAYS} days` });
  return alerts;
}

function lostDependency({ name, status }: ServiceFigures['lost'][number]): Alert {
  const severity: Severity = status === 'down' ? 'critical' : 'warning';
  return { ...LOST[name], code: `${name}-lost`, severity, value: 'no answer', threshold: 'answers' } as Alert;
}

function openCircuit(name: string): Alert {
  return { ...OPEN_CIRCUIT, subject: name, value: 'open', threshold: 'closed' };
}

type Words = Omit<Alert, 'severity' | 'value' | 'threshold'>;

function over(value: number, threshold: Threshold, unit: string, words: Words): Alert | undefined {
  if (value <= threshold.warning) return undefined;
  const severity = value > threshold.critical ? 'critical' : 'warning';
  return { ...words, severity, value: `${value} ${unit}`, threshold: `${threshold[severity]} ${unit}` };
}

function percent(share: number): string {
  return `${Math.round(1000 * share) / 10} %`;
}

const POOL: Words = {
  code: 'pool-utilization',
  title: 'Most database connections are in use',
  meaning: 'A burst of requests will have to wait for a connection.',
  action: 'Look at /api/health/database/slow-queries; if all statements are fast, raise DB_POOL_MAX or add a process.',
};
const SLOW_REQUESTS: Words = {
  code: 'requests-slow',
  title: 'One request in twenty is slow',
  meaning: 'People wait for their answers; this is over the last five minutes.',
  action:
    'See which routes are slow under /api/health/performance, then the statements under /api/health/database/performance.',
};
const BUSY_LOOP: Words = {
  code: 'event-loop-busy',
  title: 'The event loop is held up',
  meaning: 'Every request of this process waits, however fast the database is.',
  action: 'Add processes if its processor is fully used; else look for a route whose duration jumped.',
};
const SPOOLING: Words = {
  code: 'audit-spooling',
  title: 'Audit events wait on the local disk',
  meaning: 'PostgreSQL does not take them fast enough, or at all. Nothing is lost; a full spool refuses patient data.',
  action: 'Look at PostgreSQL; the spool is drained by itself. Keep DATA_DIR of this process until it is empty.',
};
const NO_AUDIT_ROOM = {
  code: 'audit-room-missing',
  severity: 'critical',
  title: 'The audit trail has no partition for next month',
  meaning: 'From the first second of next month on, audit events go to the local spool.',
  action: 'Check that a scheduler runs, and that DATABASE_MIGRATION_URL names the owner of the schema.',
} as const;
const TRAIL_CHANGED = {
  code: 'audit-trail-changed',
  severity: 'critical',
  title: 'The audit trail is not as it was written',
  meaning: 'A verification found events that were changed, removed or added by somebody with access to the database.',
  action:
    'Run npm run audit:verify: it names what is wrong and where. Keep the database and its backups as they are, and find out who could write to it. A verification of the same months that passes ends this alert.',
} as const;
const UNVERIFIED = {
  code: 'audit-unverified',
  severity: 'warning',
  title: 'The audit trail has not been verified for long',
  meaning: 'A change to it would have gone unnoticed since the last verification.',
  action: 'Run npm run audit:verify, and let a timer of the machine do so every week.',
} as const;
const OPENINGS_UNSEEN = {
  code: 'break-glass-unseen',
  severity: 'warning',
  title: 'Records were opened from outside and nobody has taken note for a day',
  meaning:
    'A clinician saw a patient of another organization in an emergency; whoever answers for the patient has not looked at why.',
  action: 'Remind the administrators of the organizations concerned: the openings wait on their start page.',
} as const;
const TIMEOUTS = {
  code: 'statements-timing-out',
  severity: 'warning',
  title: 'Statements are cancelled because they take too long',
  meaning: 'People get errors instead of answers.',
  action: 'Look for locks in pg_stat_activity (wait_event_type = Lock) and at /api/health/database/slow-queries.',
} as const;
const DEEP_QUEUE: Words = {
  code: 'queue-deep',
  title: 'Jobs pile up',
  meaning: 'Imports and other background work begin late.',
  action: 'Check under /api/health/workers that a worker runs; add one, or raise WORKER_CONCURRENCY.',
};
const FAILED_JOBS = {
  code: 'jobs-failed',
  severity: 'warning',
  title: 'Jobs failed for good within the last day',
  meaning: 'Somebody’s import, export or upload was not done.',
  action: 'The resource that the job served tells why; the log has it under its id.',
} as const;
const COLD_CACHE = {
  code: 'cache-cold',
  severity: 'warning',
  title: 'Few reads are answered from memory',
  meaning: 'PostgreSQL does work that the cache should spare it.',
  action:
    'Normal for an hour after a start. Else raise CACHE_L1_MAX_SIZE, and check that Redis is connected and not evicting.',
} as const;
const OPEN_CIRCUIT = {
  code: 'circuit-open',
  severity: 'critical',
  title: 'A dependency is not asked any more',
  meaning: 'Requests that need it are refused at once instead of waiting for it.',
  action: 'It is probed by itself and asked again as soon as it answers; look at the dependency.',
} as const;
const LOST: Record<string, Omit<Words, 'code'>> = {
  database: {
    title: 'PostgreSQL does not answer',
    meaning: 'Requests are refused with 503. Audit events of what was answered wait in the local spool.',
    action: 'Look at the PostgreSQL server and the network to it. Nothing needs a restart here once it is back.',
  },
  redis: {
    title: 'Redis does not answer',
    meaning: 'Slower, still right: reads come from PostgreSQL, jobs begin at the next sweep.',
    action: 'Look at the Redis server. Nothing is lost, and nothing needs a restart here once it is back.',
  },
  storage: {
    title: 'The file store does not answer',
    meaning: 'Uploads and downloads of files are refused; the rest works.',
    action: 'Look at the disk under DATA_DIR, or at the S3 endpoint and its credentials.',
  },
  migrations: {
    title: 'The schema is older than this release',
    meaning: 'The process is not ready and should be given no requests.',
    action: 'Run the migrate role of this release against the database.',
  },
};
