import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { arrayLiteral } from '../targets/import-target.js';

const REMEMBERED_MAX = 50_000;

/** A merged patient's number goes on to mean the one it was merged into. */
const RESOLVE_SQL = `
SELECT p.mrn, coalesce(p.merged_into, p.id) AS id FROM patients p
 WHERE p.organization_id = $1 AND p.mrn = ANY($2::text[]) AND (p.retired_at IS NULL OR p.merged_into IS NOT NULL)`;

/** Finds the patients of one organization by their numbers: one statement for all that it has not seen. */
export class PatientResolver {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly organizationId: string,
  ) {}

  /** Looks up those that it does not know; then `idOf` tells. Numbers that nobody has are looked up each time. */
  async learn(mrns: Iterable<string>): Promise<void> {
    if (this.known.size > REMEMBERED_MAX) this.known.clear();
    const unseen = new Set<string>();
    for (const mrn of mrns) if (!this.known.has(mrn)) unseen.add(mrn);
    if (unseen.size === 0) return;
    const rows = await this.database.query<{ mrn: string; id: string }>(RESOLVE_SQL, [
      this.organizationId,
      arrayLiteral([...unseen]),
    ]);
    for (const { mrn, id } of rows) this.known.set(mrn, id);
  }

  /** The patient of a number that was learnt just before. */
  idOf(mrn: string): string | undefined {
    return this.known.get(mrn);
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
