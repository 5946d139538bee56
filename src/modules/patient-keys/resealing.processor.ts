import { Injectable } from '@nestjs/common';
import type { KeySet } from '../../platform/crypto/key-set.js';
import { PatientKeys } from '../../platform/crypto/patient-keys.js';
import { Database } from '../../platform/database/database.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type JobHandler, type JobLease, JobProcessor } from '../../platform/queue/index.js';
import { RESEALING_JOB } from './resealing.job.js';

const BATCH = 200;

/** Where values are sealed that may be written again. Audit events and archives may not: their keys stay, wrapped. */
const SEALED_COLUMNS = [
  { table: 'patients', column: 'contact_sealed', patient: 'id' },
  { table: 'health_records', column: 'notes_sealed', patient: 'patient_id' },
] as const;

type SealedColumn = (typeof SEALED_COLUMNS)[number];

interface SealedRow {
  id: string;
  sealed: Buffer;
}

/**
 * Seals a patient's values anew, so many a transaction. The key's version stands in each value's header, so those that are done are
 * not found again and the job goes on where it was, whatever ended it.
 */
@Injectable()
@JobProcessor(RESEALING_JOB)
export class ResealingProcessor implements JobHandler<{ patientId: string }> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: PatientKeys,
  ) {}

  async run({ patientId }: { patientId: string }, lease: JobLease): Promise<void> {
    for (const place of SEALED_COLUMNS) while ((await this.resealBatch(patientId, place, lease)) > 0);
    await this.unitOfWork.run(async () => {
      await lease.hold();
      await lease.complete();
    });
  }

  /** Nothing was promised to anybody: what was not sealed anew opens under the key it was sealed with. */
  async ended(): Promise<void> {}

  private resealBatch(patientId: string, place: SealedColumn, lease: JobLease): Promise<number> {
    const { table, column, patient } = place;
    return this.unitOfWork.run(async () => {
      await lease.hold();
      const rows = await this.database.query<SealedRow>(
        `SELECT r.id, r.${column} AS sealed FROM ${table} r
          WHERE r.${patient} = $1 AND r.${column} IS NOT NULL
            AND substring(r.${column} FROM 2 FOR 4) <> int4send((SELECT max(version) FROM patient_keys WHERE patient_id = $1))
          ORDER BY r.id LIMIT ${BATCH} FOR UPDATE`,
        [patientId],
      );
      if (rows.length === 0) return 0;
      const [owner] = await this.database.query<{ organization_id: string }>(
        'SELECT organization_id FROM patients WHERE id = $1',
        [patientId],
      );
      const set = await this.keys.load([patientId]);
      if (!owner || set.isDestroyed(patientId)) return 0;
      const resealed = rows.map((row) =>
        this.reseal(set, { organizationId: owner.organization_id, patientId, ...place }, row),
      );
      await this.database.execute(
        `UPDATE ${table} r SET ${column} = n.sealed FROM unnest($1::uuid[], $2::bytea[]) AS n (id, sealed) WHERE r.id = n.id`,
        [rows.map(({ id }) => id), resealed],
      );
      return rows.length;
    });
  }

  private reseal(
    set: KeySet,
    place: { organizationId: string; patientId: string; table: string; column: string },
    { id, sealed }: SealedRow,
  ): Buffer {
    const context = { ...place, rowId: id };
    return set.seal(context, set.open(context, sealed));
  }
}
