import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { organizationsInReach } from '../../platform/access/reach.js';
import { Database } from '../../platform/database/database.js';
import type { Scope } from './scope.js';
import { tallied, type Tally } from './tally.rules.js';

/** What is counted, and over which calendar; whoever asks for the same `name` gets the same numbers. */
export interface CountedFigure {
  /** Names the figure and all that its counts depend on beside the records: days, time zone. */
  name: string;
  /** SELECTs `organization_id, series, type, bar` of one row an event, from `reachable` (`id, organization_id, created_at`). */
  sql: string;
  /** Of the placeholders from `$2` on. */
  values: readonly unknown[];
  /** How many bars there are; the first is 0. */
  bars: number;
}

/** The sum over all organizations of a scope, and the version of the caller's organization that it is at least as new as. */
export interface Counts {
  tallies: Tally[];
  version: string;
}

interface Kept {
  callersVersion: string;
  organizationId: string;
  version: string;
  tallies: Tally[] | null;
}

interface Counted {
  organizationId: string;
  version: string;
  events: [series: string, type: string, bar: number, count: number][];
}

/**
 * The version of an organization is raised after the commit of a write and before its acknowledgement. A process that dies in
 * between leaves counts that lack a write nobody was told of; they are counted anew after this time.
 */
const KEPT_FOR = '15 minutes';

const keptSql = (reach: string): string => `
SELECT coalesce((SELECT version FROM cache_versions WHERE tag = $3), 0) AS "callersVersion",
       o.id AS "organizationId", coalesce(v.version, 0) AS version, k.counts AS tallies
  FROM organizations o
  LEFT JOIN cache_versions v ON v.tag = o.id
  LEFT JOIN organization_counts k ON k.organization_id = o.id AND k.figure = $2 AND k.version = coalesce(v.version, 0)
                                 AND k.counted_at > now() - interval '${KEPT_FOR}'
 WHERE ${reach}`;

const countSql = (events: string): string => `
WITH reachable AS MATERIALIZED (
  SELECT p.id, p.organization_id, p.created_at FROM patients p
   WHERE p.organization_id = ANY($1::uuid[]) AND p.merged_into IS NULL AND p.retired_at IS NULL
), event AS (${events}),
grouped AS (SELECT organization_id, series, type, bar, count(*) AS n FROM event GROUP BY organization_id, series, type, bar),
counted AS (SELECT organization_id, json_agg(json_build_array(series, type, bar, n)) AS events FROM grouped GROUP BY organization_id)
SELECT o.id AS "organizationId", coalesce(v.version, 0) AS version, coalesce(c.events, '[]') AS events
  FROM organizations o LEFT JOIN cache_versions v ON v.tag = o.id LEFT JOIN counted c ON c.organization_id = o.id
 WHERE o.id = ANY($1::uuid[])`;

/** A slower reader may come with older counts, which must not replace newer ones. */
const KEEP_SQL = `
WITH gone AS (DELETE FROM organization_counts WHERE organization_id = ANY($2::uuid[]) AND counted_at < now() - interval '1 day')
INSERT INTO organization_counts AS k (organization_id, figure, version, counts)
SELECT organization_id, $1, version, counts
  FROM unnest($2::uuid[], $3::bigint[], $4::jsonb[]) AS counted (organization_id, version, counts) ORDER BY organization_id
ON CONFLICT (organization_id, figure) DO UPDATE SET version = excluded.version, counts = excluded.counts, counted_at = now()
 WHERE k.version <= excluded.version`;

/**
 * Counts by organization, and keeps each organization's counts under its cache version, so that a district of 100 schools is not
 * counted through for a write in one. Kept counts are exact: the version is read in the snapshot that they are counted in.
 */
@Injectable()
export class OrganizationCounts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OrganizationCounts.name);
  private readonly keeping = new Set<Promise<void>>();

  constructor(private readonly database: Database) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.whenKept();
  }

  /** Resolves when what has been counted so far is kept, or could not be. */
  async whenKept(): Promise<void> {
    await Promise.all(this.keeping);
  }

  /** The figure over the organization of the scope and all under it. */
  async of({ actor, versionOf }: Scope, figure: CountedFigure): Promise<Counts> {
    const reach = organizationsInReach(actor, 'o', 1);
    const kept = await this.database.query<Kept>(keptSql(reach.sql), [reach.value, figure.name, versionOf]);
    const missing = kept.filter(({ tallies }) => tallies === null).map(({ organizationId }) => organizationId);
    const counted = missing.length === 0 ? [] : await this.count(missing, figure);
    return {
      version: kept[0]?.callersVersion ?? '0',
      tallies: [...kept.flatMap(({ tallies }) => tallies ?? []), ...counted],
    };
  }

  private async count(organizationIds: readonly string[], figure: CountedFigure): Promise<Tally[]> {
    const values = [organizationIds, ...figure.values];
    const counted = (await this.database.query<Counted>(countSql(figure.sql), values)).map((row) => ({
      ...row,
      tallies: tallied(row.events, figure.bars),
    }));
    this.keepBeside(figure, counted);
    return counted.flatMap(({ tallies }) => tallies);
  }

  /** Whoever asked does not wait for what only the next one finds: of 100 schools that took a tenth of the whole page. */
  private keepBeside({ name }: CountedFigure, counted: readonly (Counted & { tallies: Tally[] })[]): void {
    const kept = this.database
      .execute(KEEP_SQL, [
        name,
        counted.map(({ organizationId }) => organizationId),
        counted.map(({ version }) => version),
        counted.map(({ tallies }) => JSON.stringify(tallies)),
      ])
      .then(
        () => undefined,
        (error: Error) => this.logger.warn(`counts were not kept and will be counted anew: ${error.name}`),
      )
      .finally(() => this.keeping.delete(kept));
    this.keeping.add(kept);
  }
}
