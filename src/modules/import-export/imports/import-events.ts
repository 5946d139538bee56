import { Injectable, type MessageEvent } from '@nestjs/common';
import { distinctUntilChanged, exhaustMap, map, type Observable, takeWhile, timer } from 'rxjs';
import type { Actor } from '../../../platform/access/actor.js';
import { hasEnded, type ImportView } from './import.view.js';
import { ImportsService } from './imports.service.js';

const LOOK_EVERY_MS = 250;

/**
 * The progress of an import as it happens, whichever process works on it: the row in PostgreSQL is what all of them write. A row of
 * one table by its key four times a second is cheaper than a channel between processes, and cannot be missed.
 */
@Injectable()
export class ImportEvents {
  constructor(private readonly imports: ImportsService) {}

  /** Ends with the import. @throws Problem 404 before the stream begins when it is out of reach */
  async of(actor: Actor, id: string): Promise<Observable<MessageEvent>> {
    await this.imports.read(actor, id);
    return timer(0, LOOK_EVERY_MS).pipe(
      exhaustMap(() => this.imports.read(actor, id)),
      takeWhile((view) => !hasEnded(view), true),
      distinctUntilChanged((a, b) => fingerprint(a) === fingerprint(b)),
      map((data) => ({ data })),
    );
  }
}

/** Changes with every committed chunk, and while the import runs once a second, since its speed does. */
function fingerprint({ status, processedRows, rowsPerSecond }: ImportView): string {
  return `${status} ${processedRows} ${status === 'processing' ? rowsPerSecond : ''}`;
}
