import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Provider } from '../formats/layout.js';
import type { FoundGenome } from '../genome/threads/genome-messages.js';
import type { SingleCopies } from '../genome/haploid-calls.js';
import type { BlockGuess } from './variants/site-lists.js';
import type { GenomeReport, GenomeRow, ReadableGenome } from './genome-row.js';

const COLUMNS = `id, patient_id, organization_id, status, provider, chip, assembly, variant_count, no_call_count, report, sha256,
  file_bytes, sample, raw_object, keep_raw_file, key_sealed, site_list_id, processed_rows, error_code,
  error_detail, job_id, uploaded_by, iso_instant(uploaded_at) AS uploaded_at, iso_instant(processed_at) AS processed_at`;

/** A genome that was just uploaded. */
export interface NewGenome {
  id: string;
  patientId: string;
  organizationId: string;
  provider: Provider;
  sha256: Buffer;
  fileBytes: number;
  sample: string | null;
  rawObject: string;
  keepRawFile: boolean;
  keySealed: Buffer;
  uploadedBy: string;
}

/** The statements on `genomes`. */
@Injectable()
export class GenomesRepository {
  constructor(private readonly database: Database) {}

  /** Adds a genome; false when the patient has one of the same file that has not failed. */
  async insert(genome: NewGenome): Promise<boolean> {
    const inserted = await this.database.execute(
      `INSERT INTO genomes (id, patient_id, organization_id, provider, sha256, file_bytes, sample, raw_object, keep_raw_file,
                            key_sealed, uploaded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (patient_id, sha256) WHERE status NOT IN ('failed', 'cancelled') DO NOTHING`,
      [
        genome.id,
        genome.patientId,
        genome.organizationId,
        genome.provider,
        genome.sha256,
        genome.fileBytes,
        genome.sample,
        genome.rawObject,
        genome.keepRawFile,
        genome.keySealed,
        genome.uploadedBy,
      ],
    );
    return inserted === 1;
  }

  async setJob(id: string, jobId: string): Promise<void> {
    await this.database.execute('UPDATE genomes SET job_id = $2 WHERE id = $1', [id, jobId]);
  }

  /** The genome of a patient, or undefined: another patient's is none of theirs. */
  async find(patientId: string, id: string): Promise<GenomeRow | undefined> {
    const [row] = await this.database.query<GenomeRow>(
      `SELECT ${COLUMNS} FROM genomes WHERE id = $1 AND patient_id = $2`,
      [id, patientId],
      { name: 'genome' },
    );
    return row;
  }

  /**
   * What reading its calls takes of a genome, and no more; with it the block of calls that is guessed to be wanted, so that a
   * marker is mostly looked up in one statement.
   */
  async findToRead(patientId: string, id: string, guess: BlockGuess): Promise<ReadableGenome | undefined> {
    const [row] = await this.database.query<ReadableGenome>(
      `SELECT g.id, g.patient_id, g.organization_id, g.status, g.provider, g.chip, g.assembly, g.key_sealed, g.site_list_id,
              b.number AS near_number, b.sealed AS near_sealed
         FROM genomes g
         LEFT JOIN unnest($3::uuid[], $4::int[]) AS guess (list, number) ON guess.list = g.site_list_id
         LEFT JOIN genome_blocks b ON b.genome_id = g.id AND b.number = guess.number
        WHERE g.id = $1 AND g.patient_id = $2`,
      [id, patientId, guess.lists, guess.numbers],
      { name: 'genome-to-read' },
    );
    return row;
  }

  /** The calls that traits look at, sealed, and which chromosomes were halved when the file was read. */
  async details(id: string): Promise<{ traitCalls: Buffer | null; halved: SingleCopies | null }> {
    const [row] = await this.database.query<{ traitCalls: Buffer | null; halved: SingleCopies | null }>(
      `SELECT trait_calls AS "traitCalls", report->'halved' AS halved FROM genomes WHERE id = $1`,
      [id],
    );
    return row ?? { traitCalls: null, halved: null };
  }

  /** `find`, locked until the end of the transaction. */
  async lock(patientId: string, id: string): Promise<GenomeRow | undefined> {
    const [row] = await this.database.query<GenomeRow>(
      `SELECT ${COLUMNS} FROM genomes WHERE id = $1 AND patient_id = $2 FOR UPDATE`,
      [id, patientId],
    );
    return row;
  }

  /** A genome by its id alone, for its job; locked until the end of the transaction when asked for. */
  async findForJob(id: string, lock: 'lock' | 'no lock' = 'no lock'): Promise<GenomeRow | undefined> {
    const [row] = await this.database.query<GenomeRow>(
      `SELECT ${COLUMNS} FROM genomes WHERE id = $1 ${lock === 'lock' ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row;
  }

  /** The genome of this file that the patient has already. */
  async findByFile(patientId: string, sha256: Buffer): Promise<GenomeRow | undefined> {
    const [row] = await this.database.query<GenomeRow>(
      `SELECT ${COLUMNS} FROM genomes WHERE patient_id = $1 AND sha256 = $2 AND status NOT IN ('failed', 'cancelled')`,
      [patientId, sha256],
    );
    return row;
  }

  /** A page of a patient's genomes, the newest first. */
  list(patientId: string, limit: number, before: string | null): Promise<GenomeRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM genomes WHERE patient_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [patientId, before, limit],
    );
  }

  /** Whether somebody else within these organizations has a genome of the same file. */
  async isOfAnother(patientId: string, sha256: Buffer, organizationId: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM genomes g JOIN patients p ON p.id = g.patient_id JOIN organizations o ON o.id = p.organization_id
        WHERE g.sha256 = $2 AND g.patient_id <> $1 AND o.path @> ARRAY[$3]::uuid[] LIMIT 1`,
      [patientId, sha256, organizationId],
    );
    return rows.length > 0;
  }

  async begin(id: string): Promise<void> {
    await this.database.execute(`UPDATE genomes SET status = 'processing' WHERE id = $1 AND status = 'queued'`, [id]);
  }

  async progress(id: string, rows: number): Promise<void> {
    await this.database.execute(`UPDATE genomes SET processed_rows = $2 WHERE id = $1 AND status = 'processing'`, [
      id,
      rows,
    ]);
  }

  /** Makes a genome ready. Its blocks are in the same transaction. */
  async complete(id: string, { facts }: FoundGenome, siteListId: string, traitCalls: Buffer): Promise<void> {
    const { assembly, repeatedRows, discrepantRows, unread, halved } = facts;
    const report: GenomeReport = { assembly, repeatedRows, discrepantRows, unread, halved };
    await this.database.execute(
      `UPDATE genomes SET status = 'ready', provider = $2, chip = $3, assembly = $4, variant_count = $5, no_call_count = $6,
              report = $7, site_list_id = $8, trait_calls = $9, processed_rows = $10, processed_at = now()
        WHERE id = $1 AND status = 'processing'`,
      [
        id,
        facts.provider,
        facts.chip,
        assembly.assembly,
        facts.variantCount,
        facts.noCallCount,
        JSON.stringify(report),
        siteListId,
        traitCalls,
        facts.variantCount + repeatedRows,
      ],
    );
  }

  /** Ends a genome that did not become ready. */
  async fail(id: string, status: 'failed' | 'cancelled', code: string | null, detail: string | null): Promise<void> {
    await this.database.execute(
      `UPDATE genomes SET status = $2, error_code = $3, error_detail = $4, processed_at = now()
        WHERE id = $1 AND status IN ('queued', 'processing')`,
      [id, status, code, detail],
    );
  }

  /** Forgets where a raw file lay, once it is gone. */
  async forgetRawFile(object: string): Promise<void> {
    await this.database.execute('UPDATE genomes SET raw_object = NULL WHERE raw_object = $1', [object]);
  }

  /** Removes a genome with its key and blocks, and its list of sites when nobody else has it. */
  async remove(id: string, siteListId: string | null): Promise<void> {
    if (siteListId) await this.database.query('SELECT FROM site_lists WHERE id = $1 FOR UPDATE', [siteListId]);
    await this.database.execute('DELETE FROM genomes WHERE id = $1', [id]);
    if (!siteListId) return;
    await this.database.execute(
      'DELETE FROM site_lists WHERE id = $1 AND NOT EXISTS (SELECT FROM genomes WHERE site_list_id = $1)',
      [siteListId],
    );
  }
}
