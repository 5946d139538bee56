import { Injectable, Logger } from '@nestjs/common';
import { currentActor } from '../../../platform/access/current-actor.js';
import type { Actor } from '../../../platform/access/actor.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { Database } from '../../../platform/database/database.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/database/keyset.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { StatedReasons } from './stated-reasons.js';

const MINUTES = 60;

/** One opening of a record from outside its organization. */
export interface BreakGlassGrant {
  id: string;
  userId: string;
  userName: string;
  patientId: string;
  organizationId: string;
  grantedAt: string;
  expiresAt: string;
  acknowledgedAt: string | null;
}

/** An opening as those who answer for the patient are told of it. */
export interface ToldOpening extends BreakGlassGrant {
  userOrganizationName: string;
  givenName: string;
  familyName: string;
  /** What the clinician stated; null once the patient's key was destroyed or the event lies in the archive. */
  reason: string | null;
}

interface PatientRow {
  organization_id: string;
  is_in_reach: boolean;
}

const GRANT_COLUMNS = `g.id, g.user_id AS "userId", u.display_name AS "userName", g.patient_id AS "patientId",
  g.organization_id AS "organizationId", iso_instant(g.granted_at) AS "grantedAt", iso_instant(g.expires_at) AS "expiresAt",
  iso_instant(g.acknowledged_at) AS "acknowledgedAt"`;
const TOLD_COLUMNS = `${GRANT_COLUMNS}, o.name AS "userOrganizationName", p.given_name AS "givenName", p.family_name AS "familyName"`;

/**
 * Lets a clinician see a patient of another organization in an emergency. It is not asked for and granted, but done, told at once to
 * those who answer for the patient, and marked on everything that follows from it.
 */
@Injectable()
export class BreakGlassService {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: AuditTrail,
    private readonly versions: CacheVersions,
    private readonly reasons: StatedReasons,
  ) {}

  /** Opens the record for an hour. 404 for a patient who does not exist, 409 for one who is in reach anyway. */
  async open(patientId: string, reason: string): Promise<BreakGlassGrant> {
    const actor = currentActor();
    const id = newId();
    const grant = await this.unitOfWork.run(async () => {
      const organizationId = await this.organizationOf(patientId, actor);
      await this.database.execute(
        `INSERT INTO break_glass_grants (id, user_id, patient_id, organization_id, expires_at)
         VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
        [id, actor.userId, patientId, organizationId, MINUTES],
      );
      const patient = { id: patientId, organizationId };
      this.trail.within({
        action: 'break-glass',
        resource: 'break-glass',
        resourceId: id,
        breakGlassId: id,
        patient,
        reason,
      });
      this.versions.bumpOrganizations(organizationId);
      return this.one(id);
    });
    this.logger.warn({ msg: 'a clinician opened a record of another organization', breakGlassId: id });
    return grant;
  }

  /** Openings of records of the reader's organizations, newest first; with `isUnseen`, those nobody has acknowledged. */
  async page(actor: Actor, isUnseen: boolean, limit: number, cursor?: string): Promise<Page<ToldOpening>> {
    const [before] = cursor === undefined ? [null] : decodeCursor(cursor, ['uuid']);
    const rows = await this.database.query<Omit<ToldOpening, 'reason'>>(
      `SELECT ${TOLD_COLUMNS} FROM break_glass_grants g JOIN users u ON u.id = g.user_id
         JOIN organizations o ON o.id = u.organization_id JOIN patients p ON p.id = g.patient_id
        WHERE (g.organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$1::uuid]) OR $2)
          AND ($3::uuid IS NULL OR g.id < $3) AND (g.acknowledged_at IS NULL OR NOT $4)
        ORDER BY g.id DESC LIMIT $5`,
      [actor.organizationId, actor.role === 'superadmin', before, isUnseen, limit + 1],
    );
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
    const reasons = await this.reasons.of(items.map(({ id }) => id));
    return { items: items.map((item) => ({ ...item, reason: reasons.get(item.id) ?? null })), nextCursor };
  }

  /** Notes that an administrator of the patient's organization has seen it. */
  async acknowledge(id: string): Promise<BreakGlassGrant> {
    const actor = currentActor();
    return this.unitOfWork.run(async () => {
      const [row] = await this.database.query<{ patient_id: string; organization_id: string }>(
        `UPDATE break_glass_grants SET acknowledged_by = $2, acknowledged_at = now()
          WHERE id = $1 AND acknowledged_at IS NULL
            AND organization_id IN (SELECT id FROM organizations WHERE path @> ARRAY[$3::uuid])
        RETURNING patient_id, organization_id`,
        [id, actor.userId, actor.organizationId],
      );
      if (!row) throw notFound('opening that waits to be acknowledged');
      const patient = { id: row.patient_id, organizationId: row.organization_id };
      this.trail.within({ action: 'update', resource: 'break-glass', resourceId: id, patient });
      this.versions.bumpOrganizations(row.organization_id);
      return this.one(id);
    });
  }

  /** Openings that nobody who answers for the patient has taken note of for a day. */
  async unseenForADay(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM break_glass_grants
        WHERE acknowledged_at IS NULL AND granted_at < now() - interval '1 day'`,
    );
    return row?.count ?? 0;
  }

  private async organizationOf(patientId: string, actor: Actor): Promise<string> {
    const [row] = await this.database.query<PatientRow>(
      `SELECT p.organization_id, o.path @> ARRAY[$2::uuid] AS is_in_reach
         FROM patients p JOIN organizations o ON o.id = p.organization_id
        WHERE p.id = $1 AND p.merged_into IS NULL AND p.retired_at IS NULL`,
      [patientId, actor.organizationId],
    );
    if (!row) throw notFound('patient');
    if (row.is_in_reach) throw conflict('This patient is within your organization: the record is open to you anyway.');
    return row.organization_id;
  }

  private async one(id: string): Promise<BreakGlassGrant> {
    const [row] = await this.database.query<BreakGlassGrant>(
      `SELECT ${GRANT_COLUMNS} FROM break_glass_grants g JOIN users u ON u.id = g.user_id WHERE g.id = $1`,
      [id],
    );
    if (!row) throw notFound('opening');
    return row;
  }
}
