import type { SnapshotReader } from '../../../platform/database/snapshot-reader.js';

/** Where a patient stands in the order in which exports go through them. */
export interface PatientKey {
  readonly organizationId: string;
  readonly id: string;
}

/** The patients of some organizations behind one and up to another. */
export interface PatientRange {
  readonly organizationIds: readonly string[];
  readonly after: PatientKey | undefined;
  readonly upTo: PatientKey;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The range as a condition on `patients`. COPY takes no placeholders, so the ids are written into the text: they come from the
 * database, and are held to their form all the same.
 */
export function rangeSql({
  organizationIds,
  after,
  upTo,
}: Partial<PatientRange> & Pick<PatientRange, 'after'>): string {
  const conditions = [
    `organization_id = ANY ('{${(organizationIds ?? []).map(uuid).join(',')}}'::uuid[])`,
    'merged_into IS NULL AND retired_at IS NULL',
  ];
  if (after) conditions.push(`(organization_id, id) > ${keySql(after)}`);
  if (upTo) conditions.push(`(organization_id, id) <= ${keySql(upTo)}`);
  return conditions.join(' AND ');
}

/** The patient that is `count` behind another, or the last one there is; undefined when there is none. */
export async function patientBehind(
  reader: SnapshotReader,
  { organizationIds, after }: Pick<PatientRange, 'organizationIds' | 'after'>,
  count: number,
): Promise<PatientKey | undefined> {
  const [found] = await reader.query<PatientKey>(
    `SELECT organization_id AS "organizationId", id
       FROM (SELECT organization_id, id FROM patients WHERE ${rangeSql({ organizationIds, after })}
              ORDER BY organization_id, id LIMIT ${count}) AS next
      ORDER BY organization_id DESC, id DESC LIMIT 1`,
  );
  return found;
}

function keySql({ organizationId, id }: PatientKey): string {
  return `('${uuid(organizationId)}'::uuid, '${uuid(id)}'::uuid)`;
}

function uuid(text: string): string {
  if (!UUID.test(text)) throw new TypeError('An id is a UUID.');
  return text;
}
