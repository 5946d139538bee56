/**
 * Which database failures pass by themselves, so that a whole transaction may be run again:
 * serialization failure 40001, deadlock 40P01, server shutting down or restarting 57P01/57P02/57P03, and class 08
 * (connection exceptions) of PostgreSQL's Appendix A. A single statement inside a transaction is never retried.
 */
const TRANSIENT_STATES = new Set(['40001', '40P01', '57P01', '57P02', '57P03']);

const LOST_CONNECTION =
  /Connection terminated|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|Client has encountered a connection error|not queryable/;

interface MaybeDatabaseError {
  code?: unknown;
  message?: unknown;
  name?: unknown;
  original?: unknown;
  parent?: unknown;
}

/** The SQLSTATE of a pg error or of the pg error inside a Sequelize error. */
export function sqlState(error: unknown): string | undefined {
  const candidate = error as MaybeDatabaseError | null;
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  if (candidate.original !== undefined) return sqlState(candidate.original);
  return typeof candidate.code === 'string' && /^[0-9A-Z]{5}$/.test(candidate.code) ? candidate.code : undefined;
}

/** True when the connection itself is gone: it must not go back into the pool. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P');
  const candidate = error as MaybeDatabaseError | null;
  return LOST_CONNECTION.test(`${String(candidate?.code)} ${String(candidate?.message)}`);
}

/** True when running the whole transaction again may succeed. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  return (state !== undefined && TRANSIENT_STATES.has(state)) || isConnectionLost(error);
}

/** True when the database did not answer at all: refused, pool exhausted, statement cancelled by its timeout. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const name = String((error as MaybeDatabaseError | null)?.name);
  return (
    isConnectionLost(error) ||
    sqlState(error) === '57014' ||
    sqlState(error) === '53300' ||
    /^Sequelize(Connection|ConnectionRefused|ConnectionAcquireTimeout|ConnectionTimedOut|HostNotFound|HostNotReachable)/.test(
      name,
    )
  );
}

/** True for a violated unique key, with the name of the constraint. */
export function uniqueViolation(error: unknown): string | undefined {
  if (sqlState(error) !== '23505') return undefined;
  const candidate = error as MaybeDatabaseError & { constraint?: string };
  const original = (candidate.original ?? candidate) as { constraint?: string };
  return original.constraint ?? 'unknown';
}
