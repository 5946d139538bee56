import { Inject, Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { ENV, type Env } from '../../../config/env.js';
import { Circuits } from '../../../platform/resilience/circuits.js';
import { BreakGlassService, PartitionKeeper, VerificationResults } from '../../audit/index.js';
import { DatabaseOverview } from '../database/database-overview.js';
import { scalingAlerts } from '../database/scaling.rules.js';
import { DEPENDENCIES } from '../probes/readiness.rules.js';
import { Readiness } from '../probes/readiness.service.js';
import { ProcessBoard } from '../processes/process-board.js';
import { nameOf, type ProcessSnapshot } from '../processes/process-snapshot.js';
import { QueueStatistics } from '../queues/queue-figures.repository.js';
import { AlertBoard, SILENCE } from './alert-board.js';
import type { Alert, RaisedAlert } from './alert.js';
import { serviceAlerts, type ServiceFigures } from './service-alerts.rules.js';

/** Nothing to tell of. */
const VERIFIED = { openFindings: 0, daysSinceLast: 0 };

/** Holds the service's figures against their thresholds. The scheduler does so by the clock and logs; an api when asked. */
@Injectable()
export class ServiceAlerts {
  private readonly board: AlertBoard;

  constructor(
    private readonly readiness: Readiness,
    private readonly processes: ProcessBoard,
    private readonly queues: QueueStatistics,
    private readonly overview: DatabaseOverview,
    private readonly circuits: Circuits,
    private readonly partitions: PartitionKeeper,
    private readonly openings: BreakGlassService,
    private readonly verifications: VerificationResults,
    @Inject(ENV) { role }: Env,
  ) {
    this.board = new AlertBoard(role === 'scheduler' ? new Logger('alerts') : SILENCE);
  }

  @Cron('15,45 * * * * *')
  async lookByTheClock(): Promise<void> {
    await this.look();
  }

  /** What is crossed now, the worst first. Answers also while PostgreSQL and Redis are away. */
  async look(): Promise<RaisedAlert[]> {
    const { checks } = await this.readiness.look();
    const lost = DEPENDENCIES.flatMap((name) => {
      const { status } = checks[name];
      return status === 'ok' ? [] : [{ name, status }];
    });
    // What PostgreSQL must be asked for is left out while it does not answer: the alert that it does not says enough.
    const isReadable = checks.database.status === 'ok';
    const [processes, queues, scaling, isAuditRoomMade, openingsUnseen, verification] = await Promise.all([
      this.processes.all(),
      isReadable ? this.queues.read() : [],
      isReadable ? this.scaling() : [],
      isReadable ? this.isAuditRoomMade() : true,
      isReadable ? this.openings.unseenForADay() : 0,
      isReadable ? this.verifications.standing() : VERIFIED,
    ]);
    const figures = {
      isAuditRoomMade,
      openingsUnseen,
      verification,
      lost,
      queues,
      openCircuits: this.circuits.openOnes(),
      cache: cacheOf(processes),
      processes: processes.map(figuresOf),
    };
    return this.board.update([...serviceAlerts(figures), ...scaling]);
  }

  private async isAuditRoomMade(): Promise<boolean> {
    return !(await this.partitions.state()).isNextMissing;
  }

  private async scaling(): Promise<Alert[]> {
    return scalingAlerts((await this.overview.read()).triggers);
  }
}

function figuresOf(snapshot: ProcessSnapshot): ServiceFigures['processes'][number] {
  return {
    name: nameOf(snapshot),
    poolPercent: snapshot.pool.utilizationPercent,
    requests: snapshot.requests,
    eventLoopP99: snapshot.eventLoop.p99,
    statements: snapshot.statementCounts,
    spooledBytes: snapshot.audit.spooledBytes,
  };
}

/** All processes' look-ups together. */
function cacheOf(processes: readonly ProcessSnapshot[]): ServiceFigures['cache'] {
  let lookUps = 0;
  let hits = 0;
  for (const { cache } of processes) {
    lookUps += cache.l1.hits + cache.l1.misses;
    hits += cache.l1.hits + cache.l2.hits;
  }
  return { lookUps, hitRate: lookUps === 0 ? 1 : hits / lookUps };
}
