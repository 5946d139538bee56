import { v7 } from 'uuid';
import { JWT_SECRET, KEY_ENCRYPTION_KEY } from './api-process.mjs';

/** A school below a district, and a nurse in it with a session that lasts. */
export async function seedNurse(database) {
  const { signAccessToken } = await import('../../dist/platform/access/access-token.js');
  const [districtId, schoolId, userId, sessionId] = [v7(), v7(), v7(), v7()];
  await database.sql(
    `INSERT INTO organizations (id, parent_id, name, kind, path)
     VALUES ($1, NULL, 'District', 'district', ARRAY[$1]::uuid[]), ($2, $1, 'School', 'school', ARRAY[$1, $2]::uuid[])`,
    [districtId, schoolId],
  );
  await database.sql(
    `INSERT INTO users (id, organization_id, email, display_name, role, password_hash)
     VALUES ($1, $2, $3, 'Nurse', 'nurse', 'none')`,
    [userId, schoolId, `${userId}@bench.example`],
  );
  await database.sql(`INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 day')`, [
    sessionId,
    userId,
  ]);
  return { schoolId, districtId, userId, token: signAccessToken(userId, sessionId, JWT_SECRET, 86_400) };
}

/** Patients of a school, each with `recordsEach` health records and what a summary lists, made inside the database. */
export async function seedPatients(database, schoolId, count, recordsEach) {
  const ids = Array.from({ length: count }, () => v7());
  await database.sql(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex, grade)
     SELECT id, $2, 'M' || ord, 'Given' || ord, 'Family' || ord, date '2010-01-01' + (ord % 3000)::int, 'female', '5'
       FROM unnest($1::uuid[]) WITH ORDINALITY AS p (id, ord)`,
    [ids, schoolId],
  );
  await database.sql(
    `INSERT INTO allergies (id, patient_id, allergen, severity, reaction)
     SELECT gen_random_uuid(), id, 'allergen ' || n, (ARRAY['MILD', 'MODERATE', 'SEVERE'])[n], 'hives'
       FROM unnest($1::uuid[]) AS id, generate_series(1, 3) AS n`,
    [ids],
  );
  await database.sql(
    `INSERT INTO chronic_conditions (id, patient_id, code, code_system, name)
     SELECT gen_random_uuid(), id, 'J45.' || n, 'ICD-10', 'condition ' || n FROM unnest($1::uuid[]) AS id, generate_series(1, 2) AS n`,
    [ids],
  );
  await database.sql(
    `INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on, lot_number)
     SELECT gen_random_uuid(), id, (100 + n)::text, 'vaccine ' || n, date '2012-01-01' + n * 100, 'LOT' || n
       FROM unnest($1::uuid[]) AS id, generate_series(1, 12) AS n`,
    [ids],
  );
  const step = Math.max(1, Math.floor(50_000 / recordsEach));
  for (let start = 0; start < count; start += step) {
    await database.sql(
      `INSERT INTO health_records (id, patient_id, type, occurred_at, description, provider, vital)
       SELECT gen_random_uuid(), id, (ARRAY['CHECKUP', 'ILLNESS', 'INJURY', 'VITALS'])[1 + n % 4], timestamptz '2020-01-01' + n * interval '1 day',
              'visit number ' || n, 'Nurse Nightingale',
              CASE WHEN n % 4 = 3 THEN jsonb_build_object('heightCm', 120 + n % 40, 'weightKg', 30 + n % 30, 'heartRate', 80) END
         FROM unnest($1::uuid[]) AS id, generate_series(1, $2::int) AS n`,
      [ids.slice(start, start + step), recordsEach],
    );
  }
  await seedKeys(database, ids);
  await database.sql('VACUUM ANALYZE');
  return ids;
}

/** A data key for each patient, wrapped by the key that the benchmark's processes have. */
async function seedKeys(database, ids) {
  const { KeyRing } = await import('../../dist/platform/crypto/key-ring.js');
  const { PatientKeys } = await import('../../dist/platform/crypto/patient-keys.js');
  const ring = new KeyRing([Buffer.from(KEY_ENCRYPTION_KEY, 'hex')]);
  const { rows } = new PatientKeys(undefined, ring).generate(ids);
  await database.sql(
    `INSERT INTO patient_keys (patient_id, version, wrapped_key, kek_id)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::bytea[], $4::text[])`,
    [
      rows.map((row) => row.patientId),
      rows.map((row) => row.version),
      rows.map((row) => row.wrappedKey),
      rows.map((row) => row.kekId),
    ],
  );
}
