import { instantOf } from '../../parts/format.ts';

const NAMES = ['patientId', 'actorId', 'action', 'resourceType', 'from', 'to', 'breakGlass'] as const;
const PAGE_SIZE = '50';

/** What the auditor searches for, as it stands in the address; days are calendar dates of the organization. */
export type AuditFilter = Partial<Record<(typeof NAMES)[number], string>>;

/** The filter that an address holds; what is not a filter is left out. */
export function filterOf(params: URLSearchParams): AuditFilter {
  const known = NAMES.flatMap((name) => {
    const value = params.get(name)?.trim();
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(known);
}

/** The conditions as the service takes them: from the beginning of the first day to the end of the last. */
export function conditionsOf({ from, to, ...others }: AuditFilter): Record<string, string | boolean> {
  const { breakGlass, ...texts } = others;
  return {
    ...texts,
    ...(breakGlass ? { breakGlass: true } : {}),
    ...(from ? { from: instantOf(`${from}T00:00:00`) } : {}),
    ...(to ? { to: instantOf(`${dayAfter(to)}T00:00:00`) } : {}),
  };
}

/** The filter as a query of the service. */
export function queryOf(filter: AuditFilter): string {
  const conditions = Object.entries(conditionsOf(filter)).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams([...conditions, ['limit', PAGE_SIZE]] as [string, string][]).toString();
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
