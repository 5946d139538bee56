import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/request.ts';
import { text } from '../text/en.ts';

/** Quiet bars that appear only when loading takes longer than 200 ms. */
export function Skeleton({ lines = 6 }: { lines?: number }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={text.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

/** What happened, what to do, and the id under which the service remembers it. */
export function Failure({ problem, retry }: { problem: ApiProblem; retry?: () => void }): ReactNode {
  return (
    <div className="notice danger" role="alert">
      <strong>{text.problems.title}</strong>
      <p>{problem.message}</p>
      <p className="small">{adviceFor(problem)}</p>
      {problem.requestId && (
        <p className="small">
          {text.problems.requestId}: <code>{problem.requestId}</code>
        </p>
      )}
      {retry && problem.status !== 403 && problem.status !== 404 && (
        <button type="button" className="button" onClick={retry}>
          {text.problems.retry}
        </button>
      )}
    </div>
  );
}

function adviceFor(problem: ApiProblem): string {
  if (problem.status === 0) return text.problems.what.offline;
  if (problem.status === 403) return text.problems.what.forbidden;
  if (problem.status === 404) return text.problems.what.missing;
  return text.problems.what.again;
}

export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface Readable<Data> {
  data: Data | undefined;
  error: ApiProblem | null;
  refetch: () => unknown;
}

/** One place decides between loading, failed and there; a failure never hides data that was already shown. */
export function Loaded<Data>({
  of,
  lines,
  children,
}: {
  of: Readable<Data>;
  lines?: number;
  children: (data: Data) => ReactNode;
}): ReactNode {
  if (of.data !== undefined) {
    return (
      <>
        {of.error && <Failure problem={of.error} retry={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  }
  if (of.error) return <Failure problem={of.error} retry={() => void of.refetch()} />;
  return <Skeleton {...(lines ? { lines } : {})} />;
}

/** The end of a list that goes on. */
export function More({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}): ReactNode {
  if (!list.hasNextPage) return null;
  return (
    <div className="row more">
      <button
        type="button"
        className="button"
        aria-disabled={list.isFetchingNextPage}
        onClick={() => {
          if (!list.isFetchingNextPage) void list.fetchNextPage();
        }}
      >
        {list.isFetchingNextPage ? text.moreBusy : text.more}
      </button>
    </div>
  );
}
