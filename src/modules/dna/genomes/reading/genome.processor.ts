import { Injectable } from '@nestjs/common';
import { CacheVersions } from '../../../../platform/cache/index.js';
import { KeyDestroyed } from '../../../../platform/crypto/key-errors.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import {
  type JobEnd,
  type JobHandler,
  type JobLease,
  JobProcessor,
  Jobs,
  PermanentJobFailure,
} from '../../../../platform/queue/index.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import type { SiteDirectory } from '../../genome/blocks/site-directory.js';
import type { FoundGenome } from '../../genome/threads/genome-messages.js';
import { TRAIT_MARKERS, TRAIT_TABLE_VERSION } from '../../traits/trait-table.js';
import { CallBlocks } from '../variants/call-blocks.js';
import { type GenomeKey, GenomeKeys } from '../genome-key.js';
import { GENOME_JOB, RAW_FILE_REMOVAL_JOB } from './genome.job.js';
import { GenomeReader, type GenomeReading } from './genome-reader.js';
import type { GenomeRow } from '../genome-row.js';
import { GenomesRepository } from '../genomes.repository.js';
import { RawFiles } from './raw-files.js';
import { SiteLists } from '../variants/site-lists.js';

const PROGRESS_INTERVAL_MS = 400;

/**
 * Makes a genome of an uploaded file. Reading takes a second and is begun anew after a crash; all that is stored goes into
 * one transaction that also reads it back and compares, so a genome is there whole and right, or not at all.
 */
@Injectable()
@JobProcessor(GENOME_JOB)
export class GenomeProcessor implements JobHandler<{ genomeId: string }> {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly genomes: GenomesRepository,
    private readonly keys: GenomeKeys,
    private readonly files: RawFiles,
    private readonly reader: GenomeReader,
    private readonly lists: SiteLists,
    private readonly blocks: CallBlocks,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly versions: CacheVersions,
  ) {}

  async run({ genomeId }: { genomeId: string }, lease: JobLease): Promise<void> {
    const row = await this.genomes.findForJob(genomeId);
    // Deleted while it waited: there is nothing to do.
    if (!row || (row.status !== 'queued' && row.status !== 'processing')) return;
    await this.genomes.begin(genomeId);
    const key = await this.open(row);
    const reading = await this.read(row, key, lease.signal);
    await this.unitOfWork.run(async () => {
      await lease.hold();
      // Deleted while it was read: then there is nothing to store it under.
      if (await this.genomes.findForJob(genomeId, 'lock')) await this.store(row, reading, key);
      await lease.complete();
    });
  }

  async ended({ genomeId }: { genomeId: string }, end: JobEnd): Promise<void> {
    const row = await this.genomes.findForJob(genomeId);
    if (!row) return;
    if (end.kind === 'cancelled') await this.genomes.fail(genomeId, 'cancelled', null, null);
    else await this.genomes.fail(genomeId, 'failed', end.code, end.detail);
    if (row.raw_object) await this.jobs.enqueue(RAW_FILE_REMOVAL_JOB, { object: row.raw_object });
  }

  private async open(row: GenomeRow): Promise<GenomeKey> {
    try {
      return await this.keys.open(identityOf(row), row.key_sealed);
    } catch (error) {
      if (!(error instanceof KeyDestroyed)) throw error;
      throw new PermanentJobFailure('key-destroyed', 'The key of this patient was destroyed.', { cause: error });
    }
  }

  private async read(row: GenomeRow, key: GenomeKey, signal: AbortSignal): Promise<GenomeReading> {
    const progress = new Progress((rows) => this.genomes.progress(row.id, rows));
    try {
      return await this.reader.read(await this.files.open(row.raw_object!), {
        source: { ...key.forFile(), bytes: Number(row.file_bytes) },
        sample: row.sample,
        wanted: TRAIT_MARKERS,
        signal,
        isKnownList: (digest) => this.lists.isKnown(digest),
        onProgress: (rows) => progress.tell(rows),
      });
    } catch (error) {
      if (error instanceof UnreadableGenome)
        throw new PermanentJobFailure(error.reason, error.detail, { cause: error });
      throw error;
    } finally {
      await progress.settled();
    }
  }

  private async store(row: GenomeRow, { genome, calls, list }: GenomeReading, key: GenomeKey): Promise<void> {
    const digest = Buffer.from(genome.digest);
    const ownKey = genome.facts.provider === 'VCF' ? key : null;
    // PostgreSQL stores the sites while the calls are packed and sealed, and the calls while the index is packed.
    const [begun, sealed] = await Promise.all([
      list ? this.lists.begin(list.sites, digest, ownKey) : undefined,
      this.blocks.seal(genome, calls, key),
    ]);
    await this.blocks.store(row.id, genome, sealed, key);
    const listId = list && begun ? await this.lists.complete(begun, list.index) : await this.lists.lock(digest);
    if (listId === undefined) throw new Error('The list of sites was removed while this genome was read.');
    assertCuts((await this.lists.open(listId, key)).directory, genome);
    const traitCalls = JSON.stringify({ table: TRAIT_TABLE_VERSION, calls: genome.wanted });
    await this.genomes.complete(row.id, genome, listId, key.seal({ kind: 'trait-calls' }, Buffer.from(traitCalls)));
    this.versions.bump(row.patient_id);
    if (row.raw_object && !row.keep_raw_file) await this.jobs.enqueue(RAW_FILE_REMOVAL_JOB, { object: row.raw_object });
  }
}

/** The list of sites that is stored must be cut into blocks as the calls are. */
function assertCuts({ spans }: SiteDirectory, { chromosomes, counts }: FoundGenome): void {
  const isSame = spans.every(({ chromosome, count }, i) => chromosome === chromosomes[i] && count === counts[i]);
  if (spans.length !== counts.length || !isSame) throw new Error('The stored list of sites is cut into other blocks.');
}

/** Whose genome a row is. */
export function identityOf(row: Pick<GenomeRow, 'id' | 'patient_id' | 'organization_id'>): {
  genomeId: string;
  patientId: string;
  organizationId: string;
} {
  return { genomeId: row.id, patientId: row.patient_id, organizationId: row.organization_id };
}

/** Tells of progress now and then, one statement at a time; a statement that fails is not worth the genome. */
class Progress {
  private last = performance.now();
  private pending: Promise<void> | undefined;

  constructor(private readonly write: (rows: number) => Promise<void>) {}

  tell(rows: number): void {
    if (this.pending || performance.now() - this.last < PROGRESS_INTERVAL_MS) return;
    this.last = performance.now();
    this.pending = this.write(rows)
      .catch(() => undefined)
      .finally(() => (this.pending = undefined));
  }

  async settled(): Promise<void> {
    await this.pending;
  }
}
