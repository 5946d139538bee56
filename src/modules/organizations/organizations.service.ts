import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import { reachesAll, type Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/new-id.js';
import { notFound } from '../../platform/http/problem.js';
import { Organization } from './organization.model.js';

/** An organization as the API shows it. */
export interface OrganizationView {
  id: string;
  parentId: string | null;
  name: string;
  kind: string;
  timeZone: string;
}

/** The tree of districts, schools and clinics. */
@Injectable()
export class OrganizationsService {
  constructor(
    @InjectModel(Organization) private readonly organizations: typeof Organization,
    private readonly database: Database,
  ) {}

  /** Founds an organization under `parentId`, or at the root of a tree of its own. Ids given are kept (demo, tests). */
  async found(values: {
    id?: string;
    parentId?: string | null;
    name: string;
    kind: Organization['kind'];
    timeZone?: string;
  }): Promise<OrganizationView> {
    const id = values.id ?? newId();
    const parent = values.parentId ? await this.organizations.findByPk(values.parentId, { rejectOnEmpty: true }) : null;
    const organization = await this.organizations.create({
      id,
      parentId: parent?.id ?? null,
      name: values.name,
      kind: values.kind,
      timeZone: values.timeZone ?? parent?.timeZone ?? 'UTC',
      path: [...(parent?.path ?? []), id],
    });
    return viewOf(organization);
  }

  /** Throws 404 unless `organizationId` is the actor's own organization or stands under it. */
  async requireInReach(actor: Actor, organizationId: string): Promise<void> {
    const [row] = await this.database.query<{ in_reach: boolean }>(
      'SELECT $2::boolean OR path @> ARRAY[$3::uuid] AS in_reach FROM organizations WHERE id = $1',
      [organizationId, reachesAll(actor), actor.organizationId],
    );
    if (row?.in_reach !== true) throw notFound('organization');
  }

  /** The actor's organization and all under it, by name. Bounded by the tree: a state's districts are a few thousand. */
  async inReach(actor: Actor): Promise<OrganizationView[]> {
    return this.database.query(
      `SELECT id, parent_id AS "parentId", name, kind, time_zone AS "timeZone"
         FROM organizations WHERE $1::boolean OR path @> ARRAY[$2::uuid] ORDER BY name, id LIMIT 5000`,
      [reachesAll(actor), actor.organizationId],
    );
  }
}

function viewOf({ id, parentId, name, kind, timeZone }: Organization): OrganizationView {
  return { id, parentId, name, kind, timeZone };
}
