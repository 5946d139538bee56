import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { JWT_SECRET } from './kit/api-process.mjs';

const DISTRICT_ID = '00000000-0000-7000-8000-000000000001';
const FIRST_SCHOOL_ID = '00000000-0000-7000-8001-000000000001';

/** The district of dashboard-district.sql, with a nurse who sees all of it and one who sees a single school. */
export async function seedDistrict(database) {
  await database.sql(readFileSync(new URL('./dashboard-district.sql', import.meta.url), 'utf8'));
  await database.sql('VACUUM ANALYZE');
  return { district: await nurseOf(database, DISTRICT_ID), school: await nurseOf(database, FIRST_SCHOOL_ID) };
}

async function nurseOf(database, organizationId) {
  const { signAccessToken } = await import('../dist/platform/access/access-token.js');
  const [userId, sessionId] = [v7(), v7()];
  await database.sql(
    `INSERT INTO users (id, organization_id, email, display_name, role, password_hash)
     VALUES ($1, $2, $3, 'Nurse', 'nurse', 'none')`,
    [userId, organizationId, `${userId}@bench.example`],
  );
  await database.sql(`INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 day')`, [
    sessionId,
    userId,
  ]);
  const actor = { userId, sessionId, role: 'nurse', organizationId };
  return { actor, token: signAccessToken(userId, sessionId, JWT_SECRET, 86_400) };
}
