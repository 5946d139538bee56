import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import { ArchivedEvents } from './archived-events.js';
import type { EventRecord, Reach } from './event-query.js';
import { EventSearch } from './event-search.js';

/** How often something was done in an organization in a month. */
export interface ActivityLine {
  organizationId: string | null;
  month: string;
  resourceType: string;
  action: string;
  outcome: string;
  events: number;
  /** Different patients. */
  patients: number;
  /** Different people. */
  actors: number;
  breakGlass: number;
}

interface LineRow extends Omit<ActivityLine, 'events' | 'patients' | 'actors' | 'breakGlass'> {
  events: string;
  patients: string;
  actors: string;
  breakGlass: string;
}

const REPORT_SQL = `
SELECT organization_id AS "organizationId", to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
       resource_type AS "resourceType", action, outcome, count(*) AS events, count(DISTINCT patient_id) AS patients,
       count(DISTINCT actor_id) AS actors, count(break_glass_id) AS "breakGlass"
  FROM audit_events
 WHERE occurred_at >= $1::timestamptz AND occurred_at < $2::timestamptz AND ($3::uuid[] IS NULL OR organization_id = ANY($3::uuid[]))
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 1, 3, 4, 5`;

/** What was done in each organization, month by month: for reviews, and to see what is unusual. */
@Injectable()
export class ActivityReport {
  constructor(
    private readonly database: Database,
    private readonly search: EventSearch,
    private readonly archive: ArchivedEvents,
  ) {}

  /** Lines for the months that begin in [from, to). */
  async lines(actor: Actor, from: Date, to: Date): Promise<ActivityLine[]> {
    const reach = await this.search.reachOf(actor);
    const rows = await this.database.query<LineRow>(REPORT_SQL, [from, to, reach]);
    const online = rows.map((row) => ({
      ...row,
      events: Number(row.events),
      patients: Number(row.patients),
      actors: Number(row.actors),
      breakGlass: Number(row.breakGlass),
    }));
    return [...(await this.archivedLines(from, to, reach)), ...online];
  }

  private async archivedLines(from: Date, to: Date, reach: Reach): Promise<ActivityLine[]> {
    const counted = new Map<string, Tally>();
    for await (const records of this.archive.all({ from: from.toISOString(), to: to.toISOString() }, reach)) {
      for (const record of records) tally(counted, record);
    }
    return [...counted.values()].map(({ line, patients, actors }) => ({
      ...line,
      patients: patients.size,
      actors: actors.size,
    }));
  }
}

interface Tally {
  line: ActivityLine;
  patients: Set<string>;
  actors: Set<string>;
}

function tally(counted: Map<string, Tally>, record: EventRecord): void {
  const month = new Date(Number.parseInt(record.id.slice(0, 8) + record.id.slice(9, 13), 16)).toISOString().slice(0, 7);
  const { organization_id: organizationId, resource_type: resourceType, action, outcome } = record;
  const key = [organizationId, month, resourceType, action, outcome].join('|');
  const known = counted.get(key) ?? {
    line: { organizationId, month, resourceType, action, outcome, events: 0, patients: 0, actors: 0, breakGlass: 0 },
    patients: new Set(),
    actors: new Set(),
  };
  counted.set(key, known);
  known.line.events++;
  if (record.break_glass_id !== null) known.line.breakGlass++;
  if (record.patient_id !== null) known.patients.add(record.patient_id);
  if (record.actor_id !== null) known.actors.add(record.actor_id);
}
