import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlertBoard } from './alert-board.js';
import type { Alert } from './alert.js';

describe('the board of alerts', () => {
  let told: string[];
  let board: AlertBoard;
  let now: Date;
  beforeEach(() => {
    told = [];
    const tell = (level: string) => (message: string) => void told.push(`${level}: ${message}`);
    board = new AlertBoard({ log: tell('log'), warn: tell('warn'), error: tell('error') }, () => now);
    now = new Date('2026-09-01T08:00:00Z');
  });

  const alert = (overrides: Partial<Alert> = {}): Alert => ({
    code: 'queue-deep',
    subject: 'imports',
    severity: 'warning',
    title: 'Jobs pile up',
    meaning: 'Late.',
    action: 'Add a worker.',
    value: 120,
    threshold: 100,
    ...overrides,
  });

  it('raises once and clears once, however often it is asked', () => {
    board.update([alert()]);
    board.update([alert({ value: 130 })]);
    board.update([]);
    board.update([]);
    expect(told).toEqual([
      'warn: alert raised: Jobs pile up (imports), 120 (threshold 100). Add a worker.',
      'log: alert cleared: Jobs pile up (imports)',
    ]);
  });

  it('keeps the beginning, and shows the newest value', () => {
    board.update([alert()]);
    now = new Date('2026-09-01T09:00:00Z');
    expect(board.update([alert({ value: 400 })])).toEqual(
      [alert({ value: 400 })].map(since('2026-09-01T08:00:00.000Z')),
    );
    board.update([]);
    expect(board.update([alert()])).toEqual([alert()].map(since('2026-09-01T09:00:00.000Z')));
  });

  it('tells again when it gets worse', () => {
    board.update([alert()]);
    board.update([alert({ severity: 'critical', value: 600, threshold: 500 })]);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^error: /);
  });

  it('tells subjects apart, and lists the worst first', () => {
    const listed = board.update([
      alert(),
      alert({ subject: 'exports', severity: 'critical' }),
      alert({ code: 'x', severity: 'info' }),
    ]);
    expect(listed.map(({ subject, severity }) => [subject, severity])).toEqual([
      ['exports', 'critical'],
      ['imports', 'warning'],
      ['imports', 'info'],
    ]);
    expect(told).toHaveLength(3);
  });
});

function since(instant: string) {
  return (alert: Alert) => ({ ...alert, since: instant });
}
