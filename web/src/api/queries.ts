import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  type InfiniteData,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { ApiProblem, request } from './request.ts';
import type { Page } from './types.ts';

const MOST_RETRIES = 2;

/** The service itself forgets nothing and is fast: what is shown is asked again whenever a page or window comes back into view. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) =>
        failures < MOST_RETRIES && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export interface ReadOptions<Body> {
  enabled?: boolean;
  /** Ask again every so many milliseconds while the page is visible; false ends it. */
  everyMs?: number | ((data: Body | undefined) => number | false);
  /** Go on showing the previous answer while the next one is on its way. */
  keep?: boolean;
  /** A status beyond the successes whose body is an answer too. */
  accepts?: number;
}

/** Reads one resource; the path is its key, so that a write can tell by prefix what it made old. */
export function useRead<Body>(path: string, options: ReadOptions<Body> = {}): UseQueryResult<Body, ApiProblem> {
  return useQuery<Body, ApiProblem>({
    queryKey: [path],
    queryFn: ({ signal }) => request<Body>(path, { signal, accepts: options.accepts }),
    enabled: options.enabled ?? true,
    refetchInterval: everyOf(options.everyMs),
    ...(options.keep ? { placeholderData: (previous: Body | undefined) => previous as never } : {}),
  });
}

function everyOf<Body>(everyMs: ReadOptions<Body>['everyMs']) {
  if (typeof everyMs !== 'function') return everyMs ?? false;
  return (query: { state: { data: Body | undefined } }) => everyMs(query.state.data);
}

/** Reads a list by key, one page after another. */
export function usePages<Item>(path: string, options: { keep?: boolean; enabled?: boolean } = {}) {
  return useInfiniteQuery<Page<Item>, ApiProblem, Item[], [string, 'pages'], string | null>({
    ...pagesOf<Item>(path),
    enabled: options.enabled ?? true,
    select: (data) => data.pages.flatMap((page) => page.items),
    ...(options.keep ? { placeholderData: (previous) => previous } : {}),
  });
}

/** Asks for the first page of a list before anything that shows it is drawn; a failure is told when it is asked for again. */
export function askAhead(path: string): void {
  void queryClient.prefetchInfiniteQuery(pagesOf(path));
}

function pagesOf<Item>(path: string) {
  return {
    queryKey: [path, 'pages'] as [string, 'pages'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => {
      const cursor = pageParam ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(pageParam)}` : '';
      return request<Page<Item>>(path + cursor, { signal });
    },
    getNextPageParam: (page: Page<Item>) => page.nextCursor,
  };
}

/** Puts what is known newer of one item in its place of a list that is shown. */
export function renew(path: string, item: { id: string }): void {
  queryClient.setQueryData<InfiniteData<Page<{ id: string }>>>(
    [path, 'pages'],
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: page.items.map((known) => (known.id === item.id ? item : known)),
        })),
      },
  );
}

/** Marks everything read under a path as old, so that what is on the screen is asked again at once. */
export function forget(prefix: string): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => typeof queryKey[0] === 'string' && queryKey[0].startsWith(prefix),
  });
}

/** A write that afterwards forgets what it changed. */
export function useWrite<Input, Output>(
  write: (input: Input) => Promise<Output>,
  forgets: string[],
): UseMutationResult<Output, ApiProblem, Input> {
  return useMutation<Output, ApiProblem, Input>({
    mutationFn: write,
    onSuccess: async () => {
      await Promise.all(forgets.map(forget));
    },
  });
}
