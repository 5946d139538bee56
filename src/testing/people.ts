import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENV, type Env } from '../config/env.js';
import { OrganizationsService } from '../modules/organizations/index.js';
import { UsersService, SessionsService } from '../modules/users/index.js';
import { signAccessToken } from '../platform/access/access-token.js';
import { ROLES, type Role } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { newId } from '../platform/database/new-id.js';
import { PatientKeys } from '../platform/crypto/patient-keys.js';

export const TEST_PASSWORD = 'White-Cross-Test-1';

/** The password hash of TEST_PASSWORD, made once a process: sixteen people would take a fifth of a second otherwise. */
let passwordHash: Promise<string> | undefined;

export type OrganizationName = 'lincoln' | 'riverside';

/** One person of each role in two unrelated schools, each below a district of its own, all signed in. */
export class People {
  readonly organizations: Record<OrganizationName, { id: string; districtId: string; patientId: string }>;
  private readonly tokens = new Map<string, string>();

  constructor(organizations: People['organizations']) {
    this.organizations = organizations;
  }

  keep(role: Role, organization: OrganizationName, token: string): void {
    this.tokens.set(`${role}@${organization}`, token);
  }

  tokenOf(role: Role, organization: OrganizationName): string {
    const token = this.tokens.get(`${role}@${organization}`);
    if (!token) throw new Error(`No ${role} was seeded at ${organization}.`);
    return token;
  }
}

/** Founds the two schools, and signs in a person of each role in both; each has one patient who is a user. */
export async function seedPeople(app: NestFastifyApplication): Promise<People> {
  const found = (name: OrganizationName) => foundSchool(app, name);
  const people = new People({ lincoln: await found('lincoln'), riverside: await found('riverside') });
  for (const organization of ['lincoln', 'riverside'] as const) {
    for (const role of ROLES) people.keep(role, organization, await signIn(app, people, organization, role));
  }
  return people;
}

async function foundSchool(app: NestFastifyApplication, name: OrganizationName) {
  const organizations = app.get(OrganizationsService, { strict: false });
  const district = await organizations.found({ name: `${name} district`, kind: 'district' });
  const school = await organizations.found({ name: `${name} school`, kind: 'school', parentId: district.id });
  const patientId = newId();
  await app.get(Database, { strict: false }).execute(
    `INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex)
     VALUES ($1, $2, $3, 'Testa', 'Probanda', '2012-05-06', 'female')`,
    [patientId, school.id, `USER-${name}`],
  );
  await app.get(PatientKeys, { strict: false }).create(patientId);
  return { id: school.id, districtId: district.id, patientId };
}

async function signIn(app: NestFastifyApplication, people: People, organization: OrganizationName, role: Role) {
  const users = app.get(UsersService, { strict: false });
  const { auth } = app.get<Env>(ENV, { strict: false });
  passwordHash ??= users.hash(TEST_PASSWORD);
  const { id, patientId } = people.organizations[organization];
  const user = await users.enrol({
    organizationId: id,
    email: `${role}@${organization}.test`,
    displayName: `${role} of ${organization}`,
    role,
    passwordHash: await passwordHash,
    ...(role === 'patient' ? { patientId } : {}),
  });
  const session = await app.get(SessionsService, { strict: false }).open(user.id);
  return signAccessToken(user.id, session.sessionId, auth.jwtSecret, 3600);
}
