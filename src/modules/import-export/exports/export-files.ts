import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { conflict, Problem } from '../../../platform/http/problem.js';
import { FILE_KINDS, fileNameOf } from '../export-formats/file-kinds.rules.js';
import { ExportParts, type OpenedParts } from '../export-pipeline/export-parts.js';
import { type ExportView, hasEnded } from './export.view.js';

/** Gives out the files of exports, opened frame by frame as they are sent. */
@Injectable()
export class ExportFiles {
  constructor(private readonly parts: ExportParts) {}

  /** @throws Problem 409 while there is no file yet or never will be, 410 when it is no longer there */
  async require(view: ExportView): Promise<OpenedParts> {
    if (!hasEnded(view)) throw conflict('This export is not finished. Ask again when it is.');
    if (view.status !== 'completed') throw conflict(`This export was not completed: it is ${view.status}.`);
    const stored = await this.parts.open(view.id);
    if (!stored) {
      throw new Problem(410, 'file-expired', 'The file of this export was deleted after its time. Export it again.');
    }
    return stored;
  }

  /** @throws as `require` does */
  async open(view: ExportView): Promise<StreamableFile> {
    const stored = await this.require(view);
    const name = view.encrypted ? `${fileNameOf(view)}.zip` : fileNameOf(view);
    const mediaType = view.encrypted ? 'application/zip' : FILE_KINDS[view.format].mediaType;
    return new StreamableFile(Readable.from(this.parts.readAll(stored), { objectMode: false }), {
      type: mediaType,
      disposition: `attachment; filename="${name}"`,
      length: stored.parts.reduce((sum, { bytes }) => sum + bytes, 0),
    });
  }
}
