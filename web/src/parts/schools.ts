import { useMemo } from 'react';
import { useRead } from '../api/queries.ts';
import type { Organization, Page } from '../api/types.ts';

/** Names of the schools in reach by id, for who reaches more than one. */
export function useSchools(): Map<string, string> | undefined {
  const organizations = useRead<Page<Organization>>('/organizations');
  return useMemo(() => {
    const items = organizations.data?.items ?? [];
    return items.length > 1 ? new Map(items.map(({ id, name }) => [id, name])) : undefined;
  }, [organizations.data]);
}
