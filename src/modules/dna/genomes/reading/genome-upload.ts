import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import pLimit from 'p-limit';
import { Counter, register } from 'prom-client';
import { ENV, type Env } from '../../../../config/env.js';
import type { PatientInReach } from '../../../../platform/access/access-facts.js';
import { type Actor, reachesAll } from '../../../../platform/access/actor.js';
import { newId } from '../../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { receiveFileForm } from '../../../../platform/http/file-form.js';
import { Problem, validationFailed } from '../../../../platform/http/problem.js';
import { Jobs } from '../../../../platform/queue/index.js';
import { AuditTrail } from '../../../audit/index.js';
import { inspectHead, takeHead } from '../../formats/detection/inspect-head.js';
import { UnreadableGenome } from '../../formats/unreadable-genome.js';
import { GenomeKeys } from '../genome-key.js';
import { GENOME_JOB, RAW_FILE_REMOVAL_JOB } from './genome.job.js';
import { type GenomeView, viewOf } from '../genome-row.js';
import { GenomesRepository } from '../genomes.repository.js';
import { RawFiles } from './raw-files.js';

const uploads = new Counter({
  name: 'dna_uploads_total',
  help: 'Genome files received, by what became of them',
  labelNames: ['outcome'],
  registers: [register],
});

/** What the sender hears of an upload. */
export interface UploadAnswer extends GenomeView {
  /** The patient had this very file already; the genome is that one. */
  isRepeated: boolean;
  /** Reasons to look again, in words. */
  warnings: string[];
}

interface UploadFields {
  sample: string | null;
  keepRawFile: boolean;
}

const SAMPLE_MAX = 200;
/** Files taken in at a time by one process; further senders wait, so that other requests do not. */
const AT_A_TIME = 2;

/** Takes genome files: looks at their beginning, stores them sealed, and queues the reading. */
@Injectable()
export class GenomeUpload {
  private readonly turn = pLimit(AT_A_TIME);

  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly genomes: GenomesRepository,
    private readonly keys: GenomeKeys,
    private readonly files: RawFiles,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * @throws Problem 422 with the reason when the file is no genome that can be read rightly, 413 when it is too large,
   *   400 when the form is not as it should be
   */
  async receive(actor: Actor, patient: PatientInReach, request: FastifyRequest): Promise<UploadAnswer> {
    try {
      const answer = await this.turn(() =>
        receiveFileForm(request, this.env.genomes.maxBytes, ({ fields, file }) =>
          this.store(actor, patient, fieldsOf(fields), file),
        ),
      );
      uploads.inc({ outcome: answer.isRepeated ? 'repeated' : 'accepted' });
      return answer;
    } catch (error) {
      uploads.inc({ outcome: 'refused' });
      throw error instanceof UnreadableGenome ? new Problem(422, error.reason, error.detail) : error;
    }
  }

  private async store(
    actor: Actor,
    patient: PatientInReach,
    { sample, keepRawFile }: UploadFields,
    source: AsyncIterable<Uint8Array>,
  ): Promise<UploadAnswer> {
    const { head, isComplete, whole } = await takeHead(source);
    const provider = await inspectHead(head, isComplete, sample === null ? {} : { sample });
    const identity = { genomeId: newId(), patientId: patient.id, organizationId: patient.organizationId };
    const { key, sealed } = await this.keys.create(identity);
    const object = `genomes/${identity.genomeId}/file`;
    const { bytes, sha256 } = await this.files.keep(object, key, whole);
    const isNew = await this.unitOfWork.run(async () => {
      const isInserted = await this.genomes.insert({
        id: identity.genomeId,
        patientId: patient.id,
        organizationId: patient.organizationId,
        provider,
        sha256,
        fileBytes: bytes,
        sample,
        rawObject: object,
        keepRawFile,
        keySealed: sealed,
        uploadedBy: actor.userId,
      });
      if (!isInserted) {
        await this.jobs.enqueue(RAW_FILE_REMOVAL_JOB, { object });
        return false;
      }
      await this.genomes.setJob(
        identity.genomeId,
        await this.jobs.enqueue(GENOME_JOB, { genomeId: identity.genomeId }),
      );
      this.audit.within({ action: 'upload', resource: 'genome', resourceId: identity.genomeId, detail: { bytes } });
      return true;
    });
    return this.answer(actor, patient, sha256, !isNew);
  }

  private async answer(
    actor: Actor,
    patient: PatientInReach,
    sha256: Buffer,
    isRepeated: boolean,
  ): Promise<UploadAnswer> {
    const row = await this.genomes.findByFile(patient.id, sha256);
    if (!row) throw new Problem(409, 'conflict', 'The genome of this file was removed meanwhile. Send the file again.');
    const reach = reachesAll(actor) || actor.role === 'patient' ? patient.organizationId : actor.organizationId;
    const warnings = isRepeated ? ['This patient has this file already; it was not read again.'] : [];
    if (await this.genomes.isOfAnother(patient.id, sha256, reach)) {
      warnings.push('The same file was uploaded for another patient. Check whose genome it is.');
    }
    return { ...viewOf(row), isRepeated, warnings };
  }
}

function fieldsOf(fields: ReadonlyMap<string, string>): UploadFields {
  const unknown = [...fields.keys()].filter((name) => name !== 'sample' && name !== 'keepRawFile');
  const keep = fields.get('keepRawFile') ?? 'false';
  const sample = fields.get('sample') ?? null;
  const errors = unknown.map((path) => ({ path, message: 'is not a field of this request' }));
  if (keep !== 'true' && keep !== 'false') errors.push({ path: 'keepRawFile', message: 'must be true or false' });
  if (sample !== null && (sample === '' || sample.length > SAMPLE_MAX)) {
    errors.push({ path: 'sample', message: `must have 1 to ${SAMPLE_MAX} characters` });
  }
  if (errors.length > 0) throw validationFailed(errors);
  return { sample, keepRawFile: keep === 'true' };
}
