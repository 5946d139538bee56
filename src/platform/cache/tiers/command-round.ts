type Reject = (reason: Error) => void;

/**
 * The commands that are sent to Redis within one turn of the event loop, under one time limit and one outcome: whether Redis answers is a
 * question of the instant, and a timer and a count of the circuit breaker for each command cost more than the command.
 */
export class CommandRound {
  private readonly unanswered = new Set<Reject>();
  private readonly settled = Promise.withResolvers<void>();
  private isComplete = false;
  private failure: unknown;

  constructor() {
    // Each command tells its own caller; whoever counts the rounds need not be there.
    this.outcome.catch(() => undefined);
  }

  /** Settles once all have: rejects when one of them got no answer. */
  get outcome(): Promise<void> {
    return this.settled.promise;
  }

  /** Settles as `sent` does, or is rejected by {@link giveUp} before. `isAnswer` says which errors Redis itself has sent. */
  add<T>(sent: Promise<T>, isAnswer: (error: unknown) => boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.unanswered.add(reject);
      sent.then(
        (value) => {
          resolve(value);
          this.strike(reject);
        },
        (error: unknown) => {
          reject(error);
          if (!isAnswer(error)) this.failure ??= error;
          this.strike(reject);
        },
      );
    });
  }

  /** No more commands are added. */
  complete(): void {
    this.isComplete = true;
    this.settleWhenDone();
  }

  /** Rejects what is not answered yet. */
  giveUp(reason: Error): void {
    this.failure ??= reason;
    for (const reject of this.unanswered) reject(reason);
    this.unanswered.clear();
    this.settleWhenDone();
  }

  private strike(command: Reject): void {
    this.unanswered.delete(command);
    this.settleWhenDone();
  }

  private settleWhenDone(): void {
    if (!this.isComplete || this.unanswered.size > 0) return;
    if (this.failure === undefined) this.settled.resolve();
    else this.settled.reject(this.failure);
  }
}
