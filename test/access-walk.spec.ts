import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOpen } from '../src/platform/access/access.decorator.js';
import { ROLES, type Role } from '../src/platform/access/actor.js';
import { newId } from '../src/platform/database/new-id.js';
import { declaredRoutes, type DeclaredRoute } from '../src/testing/routes.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

/** Walks every route that the application has, so that a new one is covered on the day it is written. */
describe('access to every route', () => {
  let app: TestApp;
  let routes: DeclaredRoute[];
  beforeAll(async () => {
    app = await testApp({ DB_POOL_MAX: '4' });
    routes = declaredRoutes(app.app);
  });
  afterAll(() => app.close());

  const label = ({ method, path }: DeclaredRoute) => `${method} ${path}`;
  const call = (
    route: DeclaredRoute,
    patientId: string,
    role?: Role,
    organization: 'lincoln' | 'riverside' = 'lincoln',
  ) => {
    const path = route.path.replace(/:(\w+)/g, (_match, name: string) =>
      isPatient(route, name) ? patientId : newId(),
    );
    const client = role ? app.as(role, organization) : app.anonymous();
    return client.send(route.method, path, route.method === 'GET' || route.method === 'DELETE' ? undefined : {});
  };

  it('is declared', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter(({ rule }) => rule === undefined).map(label)).toEqual([]);
    const open = routes.filter(({ rule }) => rule && isOpen(rule)).map(label);
    expect(open.sort()).toEqual(OPEN_ROUTES);
  });

  it('names the patient wherever the path does', () => {
    const forgetful = routes.filter(
      ({ path, rule }) => /\/patients\/:/.test(path) && rule && !isOpen(rule) && !rule.patient,
    );
    expect(forgetful.map(label)).toEqual(ROUTES_THAT_CHECK_THE_PATIENT_THEMSELVES);
  });

  it('is refused to whoever is not signed in', async () => {
    const answers: string[] = [];
    for (const route of guarded(routes)) {
      const { status, body } = await call(route, app.people.organizations.lincoln.patientId);
      if (status !== 401 || body.code !== 'unauthenticated') answers.push(`${label(route)} -> ${status}`);
    }
    expect(answers).toEqual([]);
  });

  it.each(ROLES.map((role) => [role]))('is refused to the wrong role: %s', async (role) => {
    const answers: string[] = [];
    for (const route of guarded(routes)) {
      if (!route.rule || isOpen(route.rule) || route.rule.roles === 'any' || route.rule.roles.includes(role)) continue;
      const { status, body } = await call(route, app.people.organizations.lincoln.patientId, role);
      if (status !== 403 || body.code !== 'forbidden') answers.push(`${label(route)} as ${role} -> ${status}`);
    }
    expect(answers).toEqual([]);
  });

  it.each(ROLES.filter((role) => role !== 'superadmin').map((role) => [role]))(
    'answers 404 to the right role of another organization: %s',
    async (role) => {
      const answers: string[] = [];
      for (const route of guarded(routes)) {
        if (!route.rule || isOpen(route.rule) || route.rule.patient === undefined) continue;
        if (route.rule.roles !== 'any' && !route.rule.roles.includes(role)) continue;
        const { status, body } = await call(route, app.people.organizations.lincoln.patientId, role, 'riverside');
        if (status !== 404 || body.code !== 'not-found')
          answers.push(`${label(route)} as ${role} of riverside -> ${status}`);
      }
      expect(answers).toEqual([]);
    },
  );

  it('answers a patient that does not exist as one out of reach', async () => {
    const route = routes.find(({ path, method }) => method === 'GET' && path === '/patients/:patientId/summary');
    if (!route) throw new Error('The summary route is gone.');
    const absent = await call(route, newId(), 'clinician');
    const outOfReach = await call(route, app.people.organizations.riverside.patientId, 'clinician');
    expect({ ...absent.body, instance: '' }).toEqual({ ...outOfReach.body, instance: '' });
    expect(absent.status).toBe(404);
  });

  it('ends for a person at once when the session is revoked or the person disabled', async () => {
    const me = async () => (await app.as('receptionist').get('/auth/me')).status;
    expect(await me()).toBe(200);
    await app.database.sql(`UPDATE users SET disabled_at = now() WHERE email = 'receptionist@lincoln.test'`);
    expect(await me()).toBe(401);
  });
});

/** Whoever adds to these lists says why in the rule itself (`@Access({ open: '…' })`). */
const OPEN_ROUTES = [
  'GET /exports/:exportId/links/:token',
  'GET /health/live',
  'GET /health/ready',
  'POST /auth/login',
  'POST /auth/refresh',
];
const ROUTES_THAT_CHECK_THE_PATIENT_THEMSELVES: string[] = [];

function guarded(routes: DeclaredRoute[]): DeclaredRoute[] {
  return routes.filter(({ rule }) => !(rule && isOpen(rule)));
}

function isPatient({ rule }: DeclaredRoute, parameter: string): boolean {
  return rule !== undefined && !isOpen(rule) && rule.patient === parameter;
}
