import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Gauge, register } from 'prom-client';
import { ENV, type Env } from '../../../config/env.js';
import { AlertBoard, SILENCE } from '../alerts/alert-board.js';
import type { RaisedAlert } from '../alerts/alert.js';
import { OwnFigures } from '../processes/own-figures.js';
import { ProcessBoard } from '../processes/process-board.js';
import { nameOf } from '../processes/process-snapshot.js';
import { addSamples, poolAlerts, type PoolSample } from './pool.rules.js';

const SAMPLE_EVERY_MS = 30_000;
const TOLERANCE_MS = 1000;
const KEPT_SAMPLES = 100;

/** The pools of all processes: their sum, each one, and how the sum went. */
export interface PoolView extends PoolSample {
  history: PoolSample[];
  alerts: RaisedAlert[];
  processes: (PoolSample & { process: string })[];
}

/**
 * Watches the connection pools of the whole service. The scheduler's clock makes it look and log; an api looks by itself as
 * well, so that it has a history to show, and says nothing.
 */
@Injectable()
export class PoolMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('pool');
  private readonly history: PoolSample[] = [];
  private readonly alerts: AlertBoard;
  private sampling: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly board: ProcessBoard,
    own: OwnFigures,
  ) {
    const isTheOneThatTells = env.role === 'scheduler';
    this.alerts = new AlertBoard(isTheOneThatTells ? this.logger : SILENCE);
    exportPool(() => own.pool());
  }

  onApplicationBootstrap(): void {
    if (this.env.role === 'api') this.sampling = setInterval(() => void this.lookByItself(), SAMPLE_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sampling);
  }

  @Cron('*/30 * * * * *')
  async lookByTheClock(): Promise<void> {
    await this.look();
  }

  private async lookByItself(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.logger.warn(`The pools could not be sampled: ${error instanceof Error ? error.name : 'failed'}`);
    }
  }

  /** The pools as they are now. */
  async look(): Promise<PoolView> {
    const processes = await this.board.all();
    const sample = addSamples(
      processes.map(({ pool }) => pool),
      new Date(),
    );
    this.remember(sample);
    const alerts = this.alerts.update(processes.flatMap((one) => poolAlerts(nameOf(one), one.pool)));
    return {
      ...sample,
      history: [...this.history],
      alerts,
      processes: processes.map((one) => ({ process: nameOf(one), ...one.pool })),
    };
  }

  /** However often people look, the history keeps its pace. */
  private remember(sample: PoolSample): void {
    const last = this.history.at(-1);
    if (last && Date.parse(sample.timestamp) - Date.parse(last.timestamp) < SAMPLE_EVERY_MS - TOLERANCE_MS) return;
    this.history.push(sample);
    if (this.history.length > KEPT_SAMPLES) this.history.shift();
  }
}

function exportPool(read: () => PoolSample): void {
  const gauges: [string, string, (pool: PoolSample) => number][] = [
    ['db_pool_connections_active', 'Connections in use', (pool) => pool.activeConnections],
    ['db_pool_connections_idle', 'Connections open and not in use', (pool) => pool.idleConnections],
    ['db_pool_connections_waiting', 'Requests that wait for a connection', (pool) => pool.waitingRequests],
    ['db_pool_connections_max', 'Most connections of the process', (pool) => pool.maxConnections],
  ];
  for (const [name, help, pick] of gauges) {
    register.removeSingleMetric(name);
    const gauge: Gauge = new Gauge({ name, help, registers: [], collect: () => gauge.set(pick(read())) });
    register.registerMetric(gauge);
  }
}
