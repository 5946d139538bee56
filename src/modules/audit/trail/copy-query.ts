import type { Connection, Submittable } from 'pg';

/** What the type declarations of `pg` leave out. */
interface CopyConnection {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Statements that end in COPY ... FROM STDIN, and its data, as one message of the simple query protocol: one implicit
 * transaction, and from some twenty rows on less work for PostgreSQL than any INSERT. The data is sent along without waiting to be
 * asked for: one write and one round trip in all. Should a statement before COPY fail, the server ignores the data, as the
 * protocol lays down (PostgreSQL documentation, section 55.2.6).
 */
export class CopyQuery implements Submittable {
  private readonly outcome = Promise.withResolvers<void>();

  constructor(
    private readonly text: string,
    private readonly data: Buffer,
  ) {}

  /** Resolves when all is committed. */
  get done(): Promise<void> {
    return this.outcome.promise;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as CopyConnection;
    wire.stream.cork();
    wire.query(this.text);
    wire.sendCopyFromChunk(this.data);
    wire.endCopyFrom();
    wire.stream.uncork();
  }

  handleReadyForQuery(): void {
    this.outcome.resolve();
  }

  handleError(error: Error): void {
    this.outcome.reject(error);
  }

  /** Of the statements before COPY, and of COPY itself; ReadyForQuery is what counts. */
  handleCommandComplete(): void {}
  /** The data is on its way already. */
  handleCopyInResponse(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
}
