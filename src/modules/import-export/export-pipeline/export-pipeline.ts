import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { SnapshotReader } from '../../../platform/database/snapshot-reader.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type JobLease, PermanentJobFailure } from '../../../platform/queue/index.js';
import { fileNameOf } from '../export-formats/file-kinds.rules.js';
import { patientBehind, type PatientKey, type PatientRange } from '../export-formats/patient-range.js';
import { PatientRows } from '../export-formats/patient-rows.js';
import { RecordRows } from '../export-formats/record-rows.js';
import { RECORD_TABLES } from '../export-formats/record-tables.js';
import type { RowSource } from '../export-formats/row-source.js';
import { ExportKeys } from './export-keys.js';
import { type ExportEntry, ExportLedger } from './export-ledger.js';
import { ExportParts, type StoredPart } from './export-parts.js';
import { ExportTrace } from './export-trace.js';
import { encryptedZip, workbookOf } from './packing.js';
import { PageSize } from './page-size.js';

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
    private readonly patientKeys: PatientKeys,
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
    await SnapshotReader.run(this.env.database.url, (reader) => this.writeParts(reader, entry, key, lease));
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

  private async writeParts(reader: SnapshotReader, entry: ExportEntry, key: KeyObject, lease: JobLease): Promise<void> {
    // Plans are for a range of patients that statistics know little of; compiling them costs more than it saves.
    await reader.query(`SELECT set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`);
    const source = this.sourceOf(entry);
    const organizationIds = await organizationsUnder(reader, entry.organizationId);
    const size = new PageSize(this.env.exports.partBytes, source.maxPatients);
    let after = resumeKeyOf(entry);
    for (let number = entry.parts + 1; ; number++) {
      lease.signal.throwIfAborted();
      const upTo = await patientBehind(reader, { organizationIds, after }, size.patients);
      // A file without rows has its header all the same.
      if (!upTo && (number > 1 || source.head === '')) return;
      const range = upTo && { organizationIds, after, upTo };
      size.learn(await this.writePart(reader, { entry, key, lease, source, number, range }));
      if (!upTo) return;
      after = upTo;
    }
  }

  /** Returns how many bytes it has. */
  private async writePart(reader: SnapshotReader, part: PartPlan): Promise<number> {
    const { entry, key, lease, source, number, range } = part;
    const page = range && source.page(reader, range);
    const written = await this.parts.write(entry.id, bytesOf(part, page?.bytes), key, lease.signal);
    const patientIds = range ? await source.patients(reader, range) : [];
    const rows = page?.rows() ?? 0;
    await this.unitOfWork.run(async () => {
      await lease.hold();
      if (!(await this.ledger.isReadable(entry.id))) throw erased();
      await this.ledger.advance(entry.id, { ...written, number, rows, patientIds, last: range?.upTo });
    });
    return written.bytes;
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

  private sourceOf({ type, format, from, to, timeZone }: ExportEntry): RowSource {
    const days = { from, to, timeZone };
    return type === 'patients'
      ? new PatientRows(format, days, this.patientKeys)
      : new RecordRows(RECORD_TABLES[type], format, days);
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

/** A part that is to be written; without a range it holds the header alone. */
interface PartPlan {
  readonly entry: ExportEntry;
  readonly key: KeyObject;
  readonly lease: JobLease;
  readonly source: RowSource;
  readonly number: number;
  readonly range: PatientRange | undefined;
}

async function* bytesOf(
  { source, number }: PartPlan,
  rows: AsyncIterable<Uint8Array> = nothing(),
): AsyncGenerator<Uint8Array> {
  if (number === 1 && source.head !== '') yield Buffer.from(source.head);
  yield* rows;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function organizationsUnder(reader: SnapshotReader, id: string): Promise<string[]> {
  const found = await reader.query<{ id: string }>(
    'SELECT id FROM organizations WHERE path @> ARRAY[$1::uuid] ORDER BY id',
    [id],
  );
  return found.map((organization) => organization.id);
}

function resumeKeyOf({ resumeOrganizationId, resumePatientId }: ExportEntry): PatientKey | undefined {
  if (resumeOrganizationId === null || resumePatientId === null) return undefined;
  return { organizationId: resumeOrganizationId, id: resumePatientId };
}

function erased(): PermanentJobFailure {
  return new PermanentJobFailure('patient-erased', 'A patient in it was erased while it was made. Export it again.');
}
