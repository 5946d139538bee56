import type { INestApplicationContext } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import { OrganizationsService } from '../modules/organizations/index.js';
import { PatientsService } from '../modules/patients/index.js';
import { UsersService } from '../modules/users/index.js';
import type { Actor, Role } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Chance } from './chance.js';
import { DEMO_DISTRICT, DEMO_ROLES, DEMO_SCHOOLS, type DemoSchool } from './demo-people.js';
import { storeRecords } from './demo-records.js';
import { patientStory } from './patient-story.js';

/**
 * Fills an empty database with two schools, their people and some 200 invented patients, in one transaction: a start that is cut off in
 * the middle leaves nothing, and the next one begins anew. Returns false, and does nothing, when there is an organization already.
 */
export async function seedDemo(app: INestApplicationContext, today: string): Promise<boolean> {
  const database = app.get(Database, { strict: false });
  return app.get(UnitOfWork, { strict: false }).run(async () => {
    // Two first starts on one database: the second waits here, and then finds the work done.
    await database.query('SELECT pg_advisory_xact_lock(7203122)');
    const [found] = await database.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM organizations) AS any');
    if (found?.any) return false;
    const district = await app.get(OrganizationsService, { strict: false }).found(DEMO_DISTRICT);
    await enrol(app, district.id, 'superadmin', 'white-cross.demo');
    for (const school of DEMO_SCHOOLS) await seedSchool(app, school, district.id, today);
    return true;
  });
}

async function seedSchool(
  app: INestApplicationContext,
  school: DemoSchool,
  parentId: string,
  today: string,
): Promise<void> {
  const { name, kind, timeZone, domain, mrnPrefix, ageYears, seed, patients } = school;
  const { id } = await app.get(OrganizationsService, { strict: false }).found({ name, kind, timeZone, parentId });
  const staff = new Map<Role, string>();
  for (const role of DEMO_ROLES) staff.set(role, await enrol(app, id, role, domain));
  const nurse = { userId: staff.get('nurse') ?? '', sessionId: '', role: 'nurse', organizationId: id } satisfies Actor;

  const chance = new Chance(seed);
  const registry = app.get(PatientsService, { strict: false });
  const stories = new Map<string, ReturnType<typeof patientStory>>();
  for (let number = 1; number <= patients; number++) {
    const story = patientStory(chance, { today, mrnPrefix, ageYears }, number);
    const patient = await registry.register(nurse, { organizationId: id, ...story.person });
    stories.set(patient.id, story);
  }
  await storeRecords(app.get(Database, { strict: false }), stories, nurse.userId);
  const [firstPatient] = stories.keys();
  await enrol(app, id, 'patient', domain, firstPatient);
}

async function enrol(
  app: INestApplicationContext,
  organizationId: string,
  role: Role,
  domain: string,
  patientId?: string,
): Promise<string> {
  const users = app.get(UsersService, { strict: false });
  const { auth } = app.get<Env>(ENV, { strict: false });
  const user = await users.enrol({
    organizationId,
    role,
    email: `${role}@${domain}`,
    displayName: `Demo ${role}`,
    passwordHash: await users.hash(auth.demoPassword),
    ...(patientId === undefined ? {} : { patientId }),
  });
  return user.id;
}
