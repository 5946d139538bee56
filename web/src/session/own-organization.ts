import { ApiProblem, request } from '../api/request.ts';
import type { Me, Organization, Page } from '../api/types.ts';

/** Who is signed in, with what is told of their organization. */
export type Person = Me & { organizationName?: string; timeZone?: string };

const KEY = 'white-cross.organization';

/**
 * Adds the name and the zone of the person's organization. They hardly ever change, so what this device knew last time is
 * taken at once and asked for anew in the background, for the next time. Roles without a list of organizations do without.
 */
export async function withOrganization(me: Me): Promise<Person> {
  if (me.role === 'ops' || me.role === 'patient') return me;
  const known = remembered(me.organizationId);
  const asked = ask(me.organizationId);
  const own = known ?? (await asked);
  return own ? { ...me, organizationName: own.name, timeZone: own.timeZone } : me;
}

async function ask(organizationId: string): Promise<Organization | undefined> {
  try {
    const { items } = await request<Page<Organization>>('/organizations');
    const own = items.find(({ id }) => id === organizationId);
    if (own) localStorage.setItem(KEY, JSON.stringify(own));
    return own;
  } catch (error) {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  }
}

function remembered(organizationId: string): Organization | undefined {
  const kept = localStorage.getItem(KEY);
  const organization = kept === null ? undefined : (JSON.parse(kept) as Organization);
  return organization?.id === organizationId ? organization : undefined;
}
