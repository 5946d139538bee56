/** What narrows the worklist; each stands in the address and goes to the service under the same name. */
export const FILTERS = ['organizationId', 'grade', 'need'] as const;
const PAGE_SIZE = 50;
export type WorklistFilter = Partial<Record<(typeof FILTERS)[number], string>>;

/** The filters of an address. */
export function filterOf(params: URLSearchParams): WorklistFilter {
  return Object.fromEntries(FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])));
}

/** What the service is asked for the worklist of an address. */
export function listOf(params: URLSearchParams): string {
  const search = params.get('search') ?? '';
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(search ? { search } : {}), ...filterOf(params) });
  return `/patients?${query.toString()}`;
}

/** An address with one of its words changed; an empty one leaves it. */
export function changed(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}
