import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

const SQL = `
SELECT $1::uuid AS id
UNION
SELECT survivor.organization_id FROM patients merged JOIN patients survivor ON survivor.id = merged.merged_into
 WHERE merged.merged_into IS NOT NULL AND merged.organization_id = $1`;

/**
 * Tells whose numbers an import into an organization changes: its own, and those of the organizations that patients of it were
 * merged into, since a former number goes on to mean the survivor.
 */
@Injectable()
export class TouchedOrganizations {
  constructor(private readonly database: Database) {}

  async of(organizationId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(SQL, [organizationId], { name: 'touched-organizations' });
    return rows.map(({ id }) => id);
  }
}
