import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Month } from './partitions/months.rules.js';
import { PartitionKeeper } from './partitions/partition-keeper.js';

/** Months from the oldest to the newest, and how many there are. */
export interface MonthSpan {
  count: number;
  oldest: Month | null;
  newest: Month | null;
}

/** How the trail stands, for an operator: room to write, what was moved away, what seals it, and the last verification. */
export interface TrailStateView {
  partitions: MonthSpan & { monthsAhead: number; isNextMissing: boolean };
  archive: MonthSpan;
  lastSeal: { sealedAt: string; sequence: number } | null;
  lastVerification: {
    verifiedAt: string;
    isIntact: boolean;
    events: number;
    findings: number;
    from: Month | null;
    to: Month | null;
  } | null;
}

interface StateRow {
  archive: MonthSpan;
  lastSeal: TrailStateView['lastSeal'];
  lastVerification: TrailStateView['lastVerification'];
}

const STATE_SQL = `
SELECT (SELECT json_build_object('count', count(*), 'oldest', to_char(min(month), 'YYYY-MM'), 'newest', to_char(max(month), 'YYYY-MM'))
          FROM audit_archives) AS archive,
       (SELECT json_build_object('sealedAt', iso_instant(sealed_at), 'sequence', sequence)
          FROM audit_seals WHERE kind = 'day' ORDER BY sequence DESC LIMIT 1) AS "lastSeal",
       (SELECT json_build_object('verifiedAt', iso_instant(verified_at), 'isIntact', is_intact, 'events', event_count,
                                 'findings', finding_count, 'from', from_month, 'to', to_month)
          FROM audit_verifications ORDER BY id DESC LIMIT 1) AS "lastVerification"`;

/** Reads what is known of the trail without reading the trail. */
@Injectable()
export class TrailState {
  constructor(
    private readonly database: Database,
    private readonly keeper: PartitionKeeper,
  ) {}

  async read(): Promise<TrailStateView> {
    const [months, ahead, [row]] = await Promise.all([
      this.keeper.months(),
      this.keeper.state(),
      this.database.query<StateRow>(STATE_SQL),
    ]);
    if (!row) throw new Error('A statement of one row had none.');
    const span = { count: months.length, oldest: months[0] ?? null, newest: months.at(-1) ?? null };
    return { ...row, partitions: { ...span, ...ahead } };
  }
}
