import { Injectable } from '@nestjs/common';

/** Where this process stands between start and end. Readiness and long-lived answers (event streams) follow it. */
@Injectable()
export class Lifecycle {
  private readonly controller = new AbortController();

  /** Aborts when the process has been asked to end: take nothing new, end what would last. */
  get draining(): AbortSignal {
    return this.controller.signal;
  }

  isDraining(): boolean {
    return this.controller.signal.aborted;
  }

  /** Called once, by whoever ends the process. */
  beginDraining(): void {
    this.controller.abort(new Error('The process is ending.'));
  }
}
