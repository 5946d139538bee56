import { DEMO_PASSWORD, emailOf, type Person } from './chromium.ts';
import { runningApp } from './running-app.ts';

/** Calls the API, and answers the parsed body; whatever is not a success fails the walk. */
export type ServiceCall = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Calls the API as a person, to set up what a walk then sees in the browser. */
export async function as(person: Person, school = 'lincoln'): Promise<ServiceCall> {
  const { url } = await runningApp();
  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const credentials = { email: emailOf(person, school), password: DEMO_PASSWORD };
  const session = (await call('POST', '/auth/login', credentials)) as { accessToken: string };
  return (method, path, body) => call(method, path, body, session.accessToken);
}

/** A new patient of the person's own school, with a name and MRN that no other walk uses. */
export async function aPatient(call: ServiceCall, familyName: string): Promise<{ id: string; mrn: string }> {
  const me = (await call('GET', '/auth/me')) as { organizationId: string };
  const mrn = `WALK-${familyName.toUpperCase()}-${Date.now()}`;
  const values = { mrn, givenName: 'Wanda', familyName, birthDate: '2015-04-12', sex: 'female', grade: '5' };
  const patient = await call('POST', '/patients', { ...values, organizationId: me.organizationId });
  return { id: (patient as { id: string }).id, mrn };
}
