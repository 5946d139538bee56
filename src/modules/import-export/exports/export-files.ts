import type { KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { conflict, Problem } from '../../../platform/http/problem.js';
import { FILE_KINDS } from '../export-formats/file-kinds.rules.js';
import { ExportParts, type StoredPart } from '../export-pipeline/export-parts.js';
import { type ExportView, hasEnded } from './export.view.js';

/** Gives out the files of exports, opened frame by frame as they are sent. */
@Injectable()
export class ExportFiles {
  constructor(private readonly parts: ExportParts) {}

  /** @throws Problem 409 while there is no file yet or never will be, 410 when it is no longer there */
  async open(view: ExportView): Promise<StreamableFile> {
    if (!hasEnded(view)) throw conflict('This export is not finished. Ask again when it is.');
    if (view.status !== 'completed') throw conflict(`This export was not completed: it is ${view.status}.`);
    const stored = await this.parts.open(view.id);
    if (!stored) {
      throw new Problem(410, 'file-expired', 'The file of this export was deleted after its time. Export it again.');
    }
    const { mediaType, extension } = FILE_KINDS[view.format];
    const name = `${view.type}-${view.createdAt.slice(0, 10)}.${extension}`;
    return new StreamableFile(Readable.from(this.blocks(stored.key, stored.parts), { objectMode: false }), {
      type: mediaType,
      disposition: `attachment; filename="${name}"`,
      length: stored.parts.reduce((sum, { bytes }) => sum + bytes, 0),
    });
  }

  private async *blocks(key: KeyObject, parts: readonly StoredPart[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield* this.parts.read(part, key);
  }
}
