import type { KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { Replicas } from '../../../platform/database/replicas.js';
import { SnapshotReader } from '../../../platform/database/snapshot-reader.js';
import { patientBehind, type PatientKey, type PatientRange } from '../export-formats/patient-range.js';
import { PatientRows } from '../export-formats/patient-rows.js';
import { RecordRows } from '../export-formats/record-rows.js';
import { RECORD_TABLES } from '../export-formats/record-tables.js';
import type { RowSource } from '../export-formats/row-source.js';
import type { ExportEntry, WrittenPart } from './export-ledger.js';
import { ExportParts } from './export-parts.js';
import { PageSize } from './page-size.js';

/**
 * Parts in the making: while PostgreSQL forms the lines of one, this process seals and stores those of the other. Each costs
 * a connection, and as much memory as is on its way.
 */
const PARTS_AT_ONCE = 2;

/** What the parts of one run have in common. */
interface Run {
  readonly entry: ExportEntry;
  readonly key: KeyObject;
  readonly source: RowSource;
  readonly signal: AbortSignal;
}

interface Draft {
  /** How many patients it was meant to have. */
  readonly patients: number;
  readonly part: Promise<WrittenPart>;
}

/**
 * Brings the rows of an export into the object store, several parts at once and each on a connection of its own, all of one instant of the
 * database. They are handed over in the order of their patients, so that all parts before one are entered when it is.
 */
@Injectable()
export class PartWriter {
  constructor(
    private readonly parts: ExportParts,
    private readonly patientKeys: PatientKeys,
    private readonly replicas: Replicas,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Writes what is missing, and waits with each part until `enter` has done with the one before. */
  async write(
    entry: ExportEntry,
    key: KeyObject,
    signal: AbortSignal,
    enter: (part: WrittenPart) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const run = { entry, key, source: this.sourceOf(entry), signal: AbortSignal.any([signal, stop.signal]) };
    await SnapshotReader.run(await this.databaseFor(entry), PARTS_AT_ONCE, async (readers) => {
      const drafts: Draft[] = [];
      try {
        for await (const part of this.inOrder(readers, run, drafts)) await enter(part);
      } finally {
        stop.abort();
        await Promise.allSettled(drafts.map(({ part }) => part));
      }
    });
  }

  /**
   * A replica, if it has all that was committed before the export began. One that goes on reads the primary: a standby cuts a
   * reading off that stands in the way of what it has to replay, and would do so again.
   */
  private async databaseFor({ isFirstRun }: ExportEntry): Promise<string> {
    return (isFirstRun && (await this.replicas.caughtUp())) || this.env.database.url;
  }

  /** `drafts` are those that were begun and not yet handed over. */
  private async *inOrder(readers: readonly SnapshotReader[], run: Run, drafts: Draft[]): AsyncGenerator<WrittenPart> {
    const size = new PageSize(this.env.exports.partBytes, run.source.maxPatients);
    for await (const draft of this.begun(readers, run, size)) {
      drafts.push(draft);
      if (drafts.length < readers.length) continue;
      yield await handOver(drafts, size);
    }
    while (drafts.length > 0) yield await handOver(drafts, size);
  }

  /** Begins a part whenever it is asked for one; its reader must be through with the part that it had before. */
  private async *begun(readers: readonly SnapshotReader[], run: Run, size: PageSize): AsyncGenerator<Draft> {
    const { entry, source, signal } = run;
    // Plans are for a range of patients that statistics know little of; compiling them costs more than it saves.
    for (const reader of readers) {
      await reader.query(`SELECT set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`);
    }
    const organizationIds = await organizationsUnder(readers[0]!, entry.organizationId);
    let after = resumeKeyOf(entry);
    for (let number = entry.parts + 1; ; number++) {
      signal.throwIfAborted();
      const { patients } = size;
      const reader = readers[number % readers.length]!;
      const upTo = await patientBehind(reader, { organizationIds, after }, patients);
      // A file without rows has its header all the same.
      if (!upTo && (number > 1 || source.head === '')) return;
      const part = this.writePart(reader, run, number, upTo && { organizationIds, after, upTo });
      // Whoever it is handed to hears of its failure; when another failed before, nobody waits for it any more.
      part.catch(() => undefined);
      yield { patients, part };
      if (!upTo) return;
      after = upTo;
    }
  }

  /** Without a range it holds the header alone. */
  private async writePart(
    reader: SnapshotReader,
    { entry, key, source, signal }: Run,
    number: number,
    range: PatientRange | undefined,
  ): Promise<WrittenPart> {
    const page = range && source.page(reader, range);
    const bytes = bytesOf(number === 1 ? source.head : '', page?.bytes);
    const written = await this.parts.write(entry.id, bytes, key, signal);
    const patientIds = range ? await source.patients(reader, range) : [];
    return { ...written, number, rows: page?.rows() ?? 0, patientIds, last: range?.upTo };
  }

  private sourceOf({ type, format, from, to, timeZone }: ExportEntry): RowSource {
    const days = { from, to, timeZone };
    return type === 'patients'
      ? new PatientRows(format, days, this.patientKeys)
      : new RecordRows(RECORD_TABLES[type], format, days);
  }
}

async function handOver(drafts: Draft[], size: PageSize): Promise<WrittenPart> {
  const { patients, part } = drafts[0]!;
  const written = await part;
  drafts.shift();
  size.learn(written.bytes, patients);
  return written;
}

async function* bytesOf(head: string, rows: AsyncIterable<Uint8Array> = nothing()): AsyncGenerator<Uint8Array> {
  if (head !== '') yield Buffer.from(head);
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
