import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';

/** Where the days, weeks and months of an organization begin, as instants; `today` is a calendar date. */
export interface CalendarNow {
  timeZone: string;
  today: string;
  todayFrom: string;
  weekFrom: string;
  lastWeekFrom: string;
  monthFrom: string;
}

const CALENDAR_SQL = `
SELECT o.time_zone AS "timeZone", local::date AS today,
       iso_instant(date_trunc('day', local) AT TIME ZONE o.time_zone) AS "todayFrom",
       iso_instant(date_trunc('week', local) AT TIME ZONE o.time_zone) AS "weekFrom",
       iso_instant((date_trunc('week', local) - interval '7 days') AT TIME ZONE o.time_zone) AS "lastWeekFrom",
       iso_instant(date_trunc('month', local) AT TIME ZONE o.time_zone) AS "monthFrom"
  FROM organizations o, LATERAL (SELECT coalesce($2::timestamptz, now()) AT TIME ZONE o.time_zone AS local) AS clock
 WHERE o.id = $1`;

/** Tells what day it is where the organization is; the machine's own time zone plays no part. */
@Injectable()
export class OrganizationCalendar {
  constructor(private readonly database: Database) {}

  /** The calendar of the actor's organization, now or at `at`. */
  async now({ organizationId }: Actor, at?: Date): Promise<CalendarNow> {
    const [row] = await this.database.query<CalendarNow>(CALENDAR_SQL, [organizationId, at ?? null], {
      name: 'organization-calendar',
    });
    if (!row) throw new Error('The organization that the access check found is gone.');
    return row;
  }
}
