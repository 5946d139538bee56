/** The lease went to another worker: nothing of this run may be committed any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor(readonly jobId: string) {
    super(`The lease of job ${jobId} is held by another worker.`);
  }
}

/** Somebody asked for the job to stop. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
  constructor(readonly jobId: string) {
    super(`Job ${jobId} was cancelled.`);
  }
}

/** This process is going down; the job goes back to the queue and another worker goes on where the last commit was. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
  constructor(readonly jobId: string) {
    super(`Job ${jobId} was interrupted by the shutdown of its worker.`);
  }
}

/** Trying again would fail again: the job ends as failed at once. `code` is a stable word, `message` free of PHI. */
export class PermanentJobFailure extends Error {
  override readonly name = 'PermanentJobFailure';
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How a job ended without being done. */
export type JobEnd =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };

/** An error's class and code. Messages stay out: those of PostgreSQL hold the values of rows. */
export function errorLabel(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? `${error.name} ${code}` : error.name;
}
