import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VACCINATION } from '../src/modules/health-record/vaccinations/vaccination.kind.js';
import { VISIT } from '../src/modules/health-record/visits/visit.kind.js';
import { listSql } from '../src/modules/health-record/records/record-list.repository.js';
import { SUMMARY_SQL } from '../src/modules/health-record/index.js';
import { FACTS_SQL } from '../src/platform/access/access-facts.js';
import { testDatabase, type TestDatabase } from '../src/testing/test-database.js';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

const PATIENTS = 3000;

/** The plans of the queries that every request runs, on tables large enough for the planner to mean it. */
describe('the hot queries', () => {
  let database: TestDatabase;
  let patientId: string;
  beforeAll(async () => {
    database = await testDatabase();
    patientId = await seed(database);
  });
  afterAll(() => database.close());

  it.each([
    ['the summary', SUMMARY_SQL, () => [patientId]],
    ['a list of vaccinations', listSql(VACCINATION, false, undefined), () => [patientId, 101]],
    [
      'a later page of visits',
      listSql(VISIT, true, undefined),
      () => [patientId, 101, '2026-01-01T00:00:00Z', '01900000-0000-7000-8000-000000000000'],
    ],
    ['the access facts of 64 requests', FACTS_SQL, () => [64, 64, 64].map(() => Array(64).fill(patientId))],
  ])('%s reads no table from end to end', async (_name, sql, values) => {
    const [row] = await database.sql<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(`EXPLAIN (FORMAT JSON) ${sql}`, values());
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('PostgreSQL told no plan.');
    expect(nodesOf(plan).length).toBeGreaterThan(2);
    const scanned = nodesOf(plan).filter(
      (node) => node['Node Type'] === 'Seq Scan' && !SMALL.has(node['Relation Name'] ?? ''),
    );
    expect(scanned.map((node) => node['Relation Name'])).toEqual([]);
  });
});

/** Few or no rows in these here: reading them whole is what an index would cost. */
const SMALL = new Set(['organizations', 'users', 'sessions', 'break_glass_grants', 'genomes', 'genome_consents']);

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function seed(database: TestDatabase): Promise<string> {
  await database.sql(`INSERT INTO organizations (id, name, kind, path)
    SELECT id, 'school', 'school', ARRAY[id] FROM (SELECT uuidv7() AS id) o`);
  await database.sql(`INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
    SELECT uuidv7(), o.id, 'M' || n, 'Given' || n, 'Family' || n, '2014-01-01', 'female'
      FROM organizations o CROSS JOIN generate_series(1, ${PATIENTS}) n`);
  await database.sql('INSERT INTO cache_versions SELECT id, 1 FROM patients');
  await database.sql(`INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on)
    SELECT uuidv7(), p.id, '08', 'Hep B', date '2014-01-01' + n FROM patients p CROSS JOIN generate_series(1, 10) n`);
  await database.sql(`INSERT INTO health_records (id, patient_id, type, occurred_at, description, vital)
    SELECT uuidv7(), p.id, 'VITALS', timestamptz '2024-01-01' + n * interval '1 day', 'Screening', '{"heightCm": 140}'
      FROM patients p CROSS JOIN generate_series(1, 10) n`);
  await database.sql(`INSERT INTO allergies (id, patient_id, allergen) SELECT uuidv7(), id, 'Peanut' FROM patients`);
  await database.sql(
    `INSERT INTO chronic_conditions (id, patient_id, name) SELECT uuidv7(), id, 'Asthma' FROM patients`,
  );
  await database.sql('ANALYZE');
  const [row] = await database.sql<{ id: string }>('SELECT id FROM patients OFFSET 1500 LIMIT 1');
  return row?.id ?? '';
}
