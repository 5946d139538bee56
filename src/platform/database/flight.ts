import pg, { type Connection, type Submittable } from 'pg';

/** A statement that ends a unit of work; `name` makes it a prepared statement of its connection. */
export interface LastStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
  /** What its failure means to the caller, where that is more than an error of the database. */
  readonly explain?: (error: unknown) => Error | undefined;
}

/** What the type declarations of `pg` leave out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  /** The statements that this connection has prepared, by name. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(message: { text: string; name?: string }): void;
  bind(message: { statement?: string; values: readonly unknown[] }): void;
  execute(message: { portal?: string }): void;
  sync(): void;
}

const { utils } = pg as unknown as { utils: { prepareValue(value: unknown): unknown } };

/**
 * Statements without rows, sent in one write and answered in one: outside a transaction they are one by themselves, since all between
 * two Syncs of the extended protocol is one implicit transaction that the Sync commits (PostgreSQL documentation, 54.2.4). The first
 * that fails is told; the server skips those behind it.
 */
export class Flight implements Submittable {
  private readonly outcome = Promise.withResolvers<readonly string[]>();
  private readonly values: readonly (readonly unknown[])[];
  private readonly tags: string[] = [];

  /** @throws TypeError for a value that has no form in SQL; then nothing is sent */
  constructor(private readonly statements: readonly LastStatement[]) {
    this.values = statements.map(({ values }) => values.map((value) => utils.prepareValue(value)));
  }

  /** Resolves with the command tags ('INSERT 0 1') when all is done, which outside a transaction means committed. */
  get done(): Promise<readonly string[]> {
    return this.outcome.promise;
  }

  /** All of them, as figures and logs name them. */
  get sql(): string {
    return this.statements.map(({ text }) => text).join(';');
  }

  /** `pg` asks for name and text of its active query when the server says that a statement is parsed: it is the one at hand. */
  get name(): string | undefined {
    return this.statements[this.tags.length]?.name;
  }

  get text(): string | undefined {
    return this.statements[this.tags.length]?.text;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    const underWay = new Set<string>();
    wire.stream.cork();
    this.statements.forEach(({ text, name }, index) => {
      const isKnown = name !== undefined && (wire.parsedStatements[name] !== undefined || underWay.has(name));
      if (!isKnown) wire.parse(name === undefined ? { text } : { text, name });
      if (name !== undefined) underWay.add(name);
      const values = this.values[index] ?? [];
      wire.bind(name === undefined ? { values } : { statement: name, values });
      wire.execute({});
    });
    wire.sync();
    wire.stream.uncork();
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.tags.push(text);
  }

  handleReadyForQuery(): void {
    this.outcome.resolve(this.tags);
  }

  handleError(error: Error): void {
    this.outcome.reject(this.statements[this.tags.length]?.explain?.(error) ?? error);
  }

  /** A statement of a flight has no rows to tell. */
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
}
