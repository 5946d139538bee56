import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type JobLease, PermanentJobFailure } from '../../../platform/queue/index.js';
import { fileNameOf } from '../export-formats/file-kinds.rules.js';
import { ExportKeys } from './export-keys.js';
import { type ExportEntry, ExportLedger, type WrittenPart } from './export-ledger.js';
import { ExportParts, type StoredPart } from './export-parts.js';
import { ExportTrace } from './export-trace.js';
import { encryptedZip, workbookOf } from './packing.js';
import { PartWriter } from './part-writer.js';

/**
 * Writes the rows of an export into the object store, part by part, from wherever the last commit left off. A part holds whole
 * patients, so that its place in their order is all that is needed to go on. All parts of one run are of one instant of the
 * database; a run that goes on after a crash sees another, in which no patient has moved past the mark.
 */
@Injectable()
export class ExportPipeline {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: ExportLedger,
    private readonly parts: ExportParts,
    private readonly keys: ExportKeys,
    private readonly writer: PartWriter,
    private readonly trace: ExportTrace,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws what `JobHandler.run` may */
  async run(exportId: string, lease: JobLease): Promise<void> {
    const entry = await this.unitOfWork.run(async () => {
      await lease.hold();
      return this.ledger.begin(exportId);
    });
    if (!entry) return;
    const key = this.keyOf(entry);
    await this.writer.write(entry, key, lease.signal, (part) => this.enter(part, exportId, lease));
    await this.finish(entry, lease, await this.pack(entry, key, lease));
  }

  /**
   * The rows as the one file that a workbook or a ZIP archive is; undefined where the parts are the file. These cannot be gone
   * on with in the middle: after a crash they are made anew, from the rows that are there.
   */
  private async pack(entry: ExportEntry, key: KeyObject, lease: JobLease): Promise<Packed | undefined> {
    const { id, type, format, passwordSealed } = entry;
    if (format !== 'xlsx' && passwordSealed === null) return undefined;
    const stored = await this.parts.open(id);
    if (!stored) throw erased();
    const rows = this.parts.readAll(stored);
    const bytes = format === 'xlsx' ? workbookOf(type, rows) : rows;
    const plainBytes = stored.parts.reduce((sum, part) => sum + part.bytes, 0);
    const file =
      passwordSealed === null
        ? bytes
        : encryptedZip({ name: fileNameOf(entry), bytes, plainBytes }, this.keys.openPassword(id, key, passwordSealed));
    return { file: await this.parts.write(id, file, key, lease.signal), former: stored.parts };
  }

  /** A part and the mark to go on from, in one transaction. */
  private async enter(part: WrittenPart, exportId: string, lease: JobLease): Promise<void> {
    await this.unitOfWork.run(async () => {
      await lease.hold();
      if (!(await this.ledger.isReadable(exportId))) throw erased();
      await this.ledger.advance(exportId, part);
    });
  }

  private async finish(entry: ExportEntry, lease: JobLease, packed: Packed | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      await lease.hold();
      if (!(await this.ledger.isReadable(entry.id))) throw erased();
      await this.trace.leave(entry);
      if (packed) await this.ledger.replaceParts(entry.id, packed.file);
      await this.ledger.complete(entry.id, this.env.exports.keptHours);
      await lease.complete();
    });
    if (packed) await this.parts.discard(packed.former);
  }

  private keyOf({ id, wrapped, kekId }: ExportEntry): KeyObject {
    if (wrapped === null || kekId === null) throw erased();
    return this.keys.open(id, { wrapped, kekId });
  }
}

/** A file in one piece, and the parts that it was made of. */
interface Packed {
  readonly file: StoredPart;
  readonly former: readonly StoredPart[];
}

function erased(): PermanentJobFailure {
  return new PermanentJobFailure('patient-erased', 'A patient in it was erased while it was made. Export it again.');
}
