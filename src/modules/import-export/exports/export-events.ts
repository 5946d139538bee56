import { Injectable, type MessageEvent } from '@nestjs/common';
import { distinctUntilChanged, exhaustMap, map, type Observable, takeWhile, timer } from 'rxjs';
import type { Actor } from '../../../platform/access/actor.js';
import { hasEnded } from './export.view.js';
import { ExportsService } from './exports.service.js';

const LOOK_EVERY_MS = 250;

/** The progress of an export as it happens, read from its row; see `ImportEvents` for why by looking. */
@Injectable()
export class ExportEvents {
  constructor(private readonly exports: ExportsService) {}

  /** Ends with the export. @throws Problem 404 before the stream begins when it is out of reach */
  async of(actor: Actor, id: string): Promise<Observable<MessageEvent>> {
    await this.exports.read(actor, id);
    return timer(0, LOOK_EVERY_MS).pipe(
      exhaustMap(() => this.exports.read(actor, id)),
      takeWhile((view) => !hasEnded(view), true),
      distinctUntilChanged((a, b) => a.status === b.status && a.rows === b.rows && a.bytes === b.bytes),
      map((data) => ({ data })),
    );
  }
}
