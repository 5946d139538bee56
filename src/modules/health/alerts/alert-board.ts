import type { LoggerService } from '@nestjs/common';
import type { Alert, RaisedAlert } from './alert.js';

/** For a board whose alerts another process tells. */
export const SILENCE = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** Remembers which alerts stand, so that each is raised once, keeps its beginning, and is cleared once. */
export class AlertBoard {
  private standing = new Map<string, RaisedAlert>();

  constructor(
    private readonly logger: Pick<LoggerService, 'log' | 'warn' | 'error'>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Takes what is crossed now for the whole truth: the rest is cleared. The worst come first. */
  update(crossed: readonly Alert[]): RaisedAlert[] {
    const before = this.standing;
    this.standing = new Map();
    for (const alert of crossed) {
      const key = keyOf(alert);
      const known = before.get(key);
      if (known?.severity !== alert.severity) this.tellRaised(alert);
      this.standing.set(key, { ...alert, since: known?.since ?? this.now().toISOString() });
      before.delete(key);
    }
    for (const alert of before.values()) this.logger.log(`alert cleared: ${labelOf(alert)}`);
    return this.list();
  }

  list(): RaisedAlert[] {
    return [...this.standing.values()].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  }

  private tellRaised(alert: Alert): void {
    const message = `alert raised: ${labelOf(alert)}, ${alert.value} (threshold ${alert.threshold}). ${alert.action}`;
    if (alert.severity === 'critical') this.logger.error(message);
    else if (alert.severity === 'warning') this.logger.warn(message);
    else this.logger.log(message);
  }
}

const RANK = { critical: 0, warning: 1, info: 2 } as const;

function keyOf({ code, subject }: Alert): string {
  return `${code} ${subject ?? ''}`;
}

function labelOf({ title, subject }: Alert): string {
  return subject === undefined ? title : `${title} (${subject})`;
}
