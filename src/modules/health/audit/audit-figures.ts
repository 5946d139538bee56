import { Injectable } from '@nestjs/common';
import { Counter, Gauge, register } from 'prom-client';
import { TrailWriter } from '../../audit/index.js';

/** How the audit trail of this process fares. */
export interface AuditFigures {
  created: number;
  waiting: number;
  isSpooling: boolean;
  spooledBytes: number;
}

/** Reads and exports what the writer of the audit trail counts. */
@Injectable()
export class AuditFiguresReader {
  constructor(private readonly writer: TrailWriter) {
    const created: Counter = new Counter({
      name: 'audit_logs_created_total',
      help: 'Audit events made durable, in PostgreSQL or in the local spool',
      registers: [],
      collect: () => {
        created.reset();
        created.inc(writer.created);
      },
    });
    const spooled: Gauge = new Gauge({
      name: 'audit_spool_bytes',
      help: 'Audit events in the local spool that PostgreSQL does not have yet',
      registers: [],
      collect: () => spooled.set(writer.spooledBytes),
    });
    for (const [name, metric] of [
      ['audit_logs_created_total', created],
      ['audit_spool_bytes', spooled],
    ] as const) {
      register.removeSingleMetric(name);
      register.registerMetric(metric);
    }
  }

  read(): AuditFigures {
    const { created, depth, isSpooling, spooledBytes } = this.writer;
    return { created, waiting: depth, isSpooling, spooledBytes };
  }
}
