/** What the audit log answers. */
export interface Disclosure {
  id?: string;
  occurredAt: string;
  actorName?: string | null;
  role?: string | null;
  what?: string | null;
  why?: string | null;
}
