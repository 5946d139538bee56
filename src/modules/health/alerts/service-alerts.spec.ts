import { describe, expect, it } from '@jest/globals';
import { scalingAlerts, scalingTriggers } from '../database/scaling.rules.js';
import { poolAlerts, poolSample } from '../database/pool.rules.js';
import { serviceAlerts, type ServiceFigures } from './service-alerts.rules.js';

const well: ServiceFigures = {
  processes: [
    {
      name: 'api 1 on a',
      poolPercent: 70,
      requests: { count: 1000, p95: 1000 },
      eventLoopP99: 5,
      statements: { total: 1000, cancelled: 10 },
      spooledBytes: 0,
    },
  ],
  cache: { lookUps: 5000, hitRate: 0.8 },
  queues: [{ name: 'imports', depth: 100, failed: 0, oldestAgeSeconds: 3 }],
  lost: [],
  openCircuits: [],
  isAuditRoomMade: true,
  openingsUnseen: 0,
  verification: { openFindings: 0, daysSinceLast: 35 },
};

type Process = ServiceFigures['processes'][number];

function withProcess(overrides: Partial<Process>): ServiceFigures {
  return { ...well, processes: well.processes.map((process) => ({ ...process, ...overrides })) };
}

describe('the alerts of the service', () => {
  it('are silent up to the thresholds', () => {
    expect(serviceAlerts(well)).toEqual([]);
  });

  it.each<[string, ServiceFigures, string, string]>([
    ['pool over 70 %', withProcess({ poolPercent: 71 }), 'pool-utilization', 'warning'],
    ['pool over 90 %', withProcess({ poolPercent: 91 }), 'pool-utilization', 'critical'],
    ['p95 over a second', withProcess({ requests: { count: 20, p95: 1001 } }), 'requests-slow', 'warning'],
    ['p95 over five seconds', withProcess({ requests: { count: 20, p95: 5001 } }), 'requests-slow', 'critical'],
    [
      'timeouts over 1 %',
      withProcess({ statements: { total: 1000, cancelled: 11 } }),
      'statements-timing-out',
      'warning',
    ],
    ['event loop held up', withProcess({ eventLoopP99: 201 }), 'event-loop-busy', 'warning'],
    [
      'queue over 100',
      { ...well, queues: [{ name: 'q', depth: 101, failed: 0, oldestAgeSeconds: 1 }] },
      'queue-deep',
      'warning',
    ],
    [
      'queue over 500',
      { ...well, queues: [{ name: 'q', depth: 501, failed: 0, oldestAgeSeconds: 1 }] },
      'queue-deep',
      'critical',
    ],
    [
      'a failed job',
      { ...well, queues: [{ name: 'q', depth: 0, failed: 1, oldestAgeSeconds: null }] },
      'jobs-failed',
      'warning',
    ],
    ['hit rate below 80 %', { ...well, cache: { lookUps: 1000, hitRate: 0.79 } }, 'cache-cold', 'warning'],
    ['Redis lost', { ...well, lost: [{ name: 'redis', status: 'degraded' }] }, 'redis-lost', 'warning'],
    ['database lost', { ...well, lost: [{ name: 'database', status: 'down' }] }, 'database-lost', 'critical'],
    ['events in the spool', withProcess({ spooledBytes: 1 }), 'audit-spooling', 'warning'],
    ['an opening nobody looked at', { ...well, openingsUnseen: 1 }, 'break-glass-unseen', 'warning'],
    [
      'a verification that failed',
      { ...well, verification: { openFindings: 2, daysSinceLast: 0 } },
      'audit-trail-changed',
      'critical',
    ],
    [
      'no verification for long',
      { ...well, verification: { openFindings: 0, daysSinceLast: 36 } },
      'audit-unverified',
      'warning',
    ],
    ['no partition for next month', { ...well, isAuditRoomMade: false }, 'audit-room-missing', 'critical'],
    ['a circuit open', { ...well, openCircuits: ['database'] }, 'circuit-open', 'critical'],
  ])('tell what is amiss, what it means and what to do: %s', (_label, figures, code, severity) => {
    const alerts = serviceAlerts(figures);
    expect(alerts.map((alert) => [alert.code, alert.severity])).toEqual([[code, severity]]);
    for (const { title, meaning, action } of alerts)
      expect([title, meaning, action].join('')).not.toContain('undefined');
    expect(alerts[0]?.meaning.length).toBeGreaterThan(10);
    expect(alerts[0]?.action.length).toBeGreaterThan(10);
  });

  it('do not judge by a handful of requests, look-ups or statements', () => {
    expect(serviceAlerts(withProcess({ requests: { count: 19, p95: 9000 } }))).toEqual([]);
    expect(serviceAlerts(withProcess({ statements: { total: 99, cancelled: 99 } }))).toEqual([]);
    expect(serviceAlerts({ ...well, cache: { lookUps: 999, hitRate: 0 } })).toEqual([]);
  });
});

describe('the alerts of a pool', () => {
  const sample = (active: number, waiting = 0) =>
    poolSample({ active, idle: 0, waiting, total: active, max: 20 }, new Date(0));

  it.each([
    [15, 5, []],
    [16, 0, [['pool-used-up', 'warning']]],
    [18, 0, [['pool-used-up', 'critical']]],
    [
      20,
      6,
      [
        ['pool-used-up', 'critical'],
        ['pool-waiting', 'critical'],
      ],
    ],
  ])('with %d of 20 connections in use and %d requests waiting', (active, waiting, expected) => {
    expect(poolAlerts('api', sample(active, waiting)).map(({ code, severity }) => [code, severity])).toEqual(expected);
  });
});

describe('the triggers for scaling', () => {
  const small = { databaseBytes: 1e9, statementP95Ms: 3, connectionsPercent: 10, auditRows: 1e6 };

  it('show every figure beside its threshold, and are no alert below it', () => {
    const triggers = scalingTriggers(small);
    expect(triggers).toHaveLength(5);
    expect(scalingAlerts(triggers)).toEqual([]);
  });

  it('become notes when crossed', () => {
    const grown = { databaseBytes: 11e9, statementP95Ms: 501, connectionsPercent: 81, auditRows: 60e6 };
    const alerts = scalingAlerts(scalingTriggers(grown));
    expect(alerts.map(({ code, severity }) => [code, severity])).toEqual([
      ['database-large', 'info'],
      ['statements-slow', 'info'],
      ['connections-scarce', 'info'],
      ['audit-large', 'info'],
    ]);
  });
});
