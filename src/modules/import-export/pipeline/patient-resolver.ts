import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../../../platform/database/database.js';
import { arrayLiteral } from '../targets/import-target.js';

const REMEMBERED_MAX = 50_000;

/** A merged patient's number goes on to mean the one it was merged into. */
const RESOLVE_SQL = `
SELECT p.mrn, coalesce(p.merged_into, p.id) AS id FROM patients p
 WHERE p.organization_id = $1 AND p.mrn = ANY($2::text[]) AND (p.retired_at IS NULL OR p.merged_into IS NOT NULL)`;

/** Finds the patients of one organization by their numbers: one statement for all that it has not seen. */
export class PatientResolver {
  private readonly known = new LRUCache<string, string>({ max: REMEMBERED_MAX });

  constructor(
    private readonly database: Database,
    private readonly organizationId: string,
  ) {}

  /** The ids of those that exist. */
  async resolve(mrns: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const unseen: string[] = [];
    for (const mrn of mrns) {
      const id = this.known.get(mrn);
      if (id === undefined) unseen.push(mrn);
      else found.set(mrn, id);
    }
    if (unseen.length === 0) return found;
    const rows = await this.database.query<{ mrn: string; id: string }>(
      RESOLVE_SQL,
      [this.organizationId, arrayLiteral(unseen)],
      { name: 'import-resolve-patients' },
    );
    for (const { mrn, id } of rows) {
      found.set(mrn, id);
      this.known.set(mrn, id);
    }
    return found;
  }
}

/** Makes a resolver for one import, whose memory ends with it. */
@Injectable()
export class PatientResolvers {
  constructor(private readonly database: Database) {}

  for(organizationId: string): PatientResolver {
    return new PatientResolver(this.database, organizationId);
  }
}
