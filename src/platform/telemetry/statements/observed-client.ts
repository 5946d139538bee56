import type { ClientBase } from 'pg';

type Callback = (error: Error | null, result: unknown) => void;
type Query = (...args: unknown[]) => unknown;

/** Told of every statement of a connection. What `begin` returns is given back to `end`. */
export interface StatementListener<Token> {
  begin(text: string, isParametrised: boolean, client: ClientBase): Token;
  end(token: Token, error: unknown): void;
}

/** Statements that travel together: heard as one. */
interface Flight {
  readonly sql: string;
  readonly done: Promise<unknown>;
}

/**
 * Lets `listener` hear every statement of a connection: the lowest place where models and raw SQL both pass. Of `Submittable`s it
 * hears flights; COPY and cursors are passed on unheard: they last as long as whoever feeds or reads them.
 */
export function observeClient<Token>(client: ClientBase, listener: StatementListener<Token>): void {
  const query = client.query.bind(client) as Query;
  const observed: Query = (...args) => {
    const [config, values] = args;
    if (isFlight(config)) {
      const token = listener.begin(config.sql, true, client);
      config.done.then(
        () => listener.end(token, undefined),
        (error: unknown) => listener.end(token, error),
      );
      return query(...args);
    }
    const text = textOf(config);
    if (text === undefined) return query(...args);
    const token = listener.begin(text, isParametrised(config, values), client);
    const last = args.length - 1;
    const callback = args[last];
    if (typeof callback === 'function') {
      args[last] = ((error, result) => {
        listener.end(token, error);
        (callback as Callback)(error, result);
      }) satisfies Callback;
      return query(...args);
    }
    const promise = query(...args) as Promise<unknown>;
    promise.then(
      () => listener.end(token, undefined),
      (error: unknown) => listener.end(token, error),
    );
    return promise;
  };
  client.query = observed as typeof client.query;
}

function isFlight(config: unknown): config is Flight {
  const { sql, done } = config as Partial<Flight>;
  return typeof sql === 'string' && done instanceof Promise;
}

function textOf(config: unknown): string | undefined {
  if (typeof config === 'string') return config;
  const { text, submit } = config as { text?: unknown; submit?: unknown };
  return typeof text === 'string' && submit === undefined ? text : undefined;
}

function isParametrised(config: unknown, values: unknown): boolean {
  const given = Array.isArray(values) ? values : (config as { values?: unknown }).values;
  return Array.isArray(given) && given.length > 0;
}
