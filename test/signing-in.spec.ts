import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_PASSWORD } from '../src/testing/people.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  const login = (email: string, password = TEST_PASSWORD) => app.anonymous().post('/auth/login', { email, password });
  const cookieOf = (headers: Headers, name: string): string =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith(`${name}=`))
      ?.split(';')[0] ?? '';

  it('answers with a token that opens the API, and sets both cookies', async () => {
    const { status, body, headers } = await login('nurse@lincoln.test');
    expect(status).toBe(200);
    expect(body).toMatchObject({ expiresIn: 900, user: { email: 'nurse@lincoln.test', role: 'nurse' } });
    const cookies = headers.getSetCookie().join('\n');
    expect(cookies).toMatch(/access_token=[^;]+;.*HttpOnly/);
    expect(cookies).toMatch(/refresh_token=[^;]+;.*Path=\/api\/auth/);
    const me = await app.anonymous().get('/auth/me', { authorization: `Bearer ${body.accessToken}` });
    expect(me.body).toMatchObject({
      email: 'nurse@lincoln.test',
      organizationId: app.people.organizations.lincoln.id,
      organizationName: 'lincoln school',
      timeZone: 'UTC',
    });
  });

  it('gives a wrong password and an unknown address the same answer', async () => {
    const wrong = await login('clinician@lincoln.test', 'not-the-password');
    const unknown = await login('nobody@lincoln.test');
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    expect(wrong.body.code).toBe('invalid-credentials');
  });

  it('refuses the eleventh attempt after ten failures, even with the right password', async () => {
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await login('auditor@lincoln.test', 'wrong')).status).toBe(401);
    const refused = await login('auditor@lincoln.test');
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('rate-limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('ends every session of the family when a refresh token is used twice', async () => {
    const { headers } = await login('receptionist@lincoln.test');
    const first = cookieOf(headers, 'refresh_token');
    const refresh = (cookie: string) =>
      app.anonymous().post('/auth/refresh', undefined, { cookie, 'x-requested-with': 'test' });
    const second = await refresh(first);
    expect(second.status).toBe(200);
    const authorization = `Bearer ${second.body.accessToken}`;
    expect((await app.anonymous().get('/auth/me', { authorization })).status).toBe(200);
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(cookieOf(second.headers, 'refresh_token'))).status).toBe(401);
    expect((await app.anonymous().get('/auth/me', { authorization })).status).toBe(401);
  });

  it('refuses a cookie call that writes without X-Requested-With, and ends the session on logout', async () => {
    const { headers } = await login('org-admin@lincoln.test');
    const cookie = cookieOf(headers, 'access_token');
    expect((await app.anonymous().post('/auth/logout', undefined, { cookie })).status).toBe(403);
    const left = await app.anonymous().post('/auth/logout', undefined, { cookie, 'x-requested-with': 'test' });
    expect(left.status).toBe(204);
    expect((await app.anonymous().get('/auth/me', { cookie })).status).toBe(401);
  });

  it('leaves an event for each sign-in, right or wrong, without the address that was tried', async () => {
    await login('patient@lincoln.test');
    await login('patient@lincoln.test', 'wrong');
    const events = await app.database.sql<{ outcome: string; user_id: string | null }>(
      `SELECT outcome, actor_id AS user_id FROM audit_events WHERE action = 'sign-in' ORDER BY id DESC LIMIT 2`,
    );
    expect(events.map(({ outcome, user_id }) => [outcome, user_id !== null])).toEqual([
      ['denied', false],
      ['success', true],
    ]);
  });

  it('takes neither a refresh token, nor another algorithm, nor another issuer for an access token', async () => {
    const none = `${base64({ alg: 'none' })}.${base64({ sub: 'x', sid: 'y', typ: 'access' })}.`;
    for (const token of [none, 'rubbish', cookieOf((await login('ops@lincoln.test')).headers, 'refresh_token')]) {
      expect((await app.anonymous().get('/auth/me', { authorization: `Bearer ${token}` })).status).toBe(401);
    }
  });

  it('names the fields of a body that is not as it should be, never its values', async () => {
    const { status, body, text } = await app
      .anonymous()
      .post('/auth/login', { email: 'x', password: 'secret-1', admin: true });
    expect(status).toBe(400);
    expect(body.code).toBe('validation-failed');
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['admin', 'email']);
    expect(text).not.toContain('secret-1');
  });
});

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
