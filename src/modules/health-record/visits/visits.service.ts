import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { KeyDestroyed } from '../../../platform/crypto/key-errors.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import type { SealContext } from '../../../platform/crypto/seal-context.js';
import { PatientRecords } from '../records/patient-records.js';
import { RecordKeeping } from '../records/record-keeping.js';
import { viewOf, type StoredRow } from '../records/record-kind.js';
import { VISIT, type HealthRecordView } from './visit.kind.js';
import { Visit } from './visit.model.js';

/** A patient's visits. The notes of a confidential one are sealed under the patient's key; lists show them as null. */
@Injectable()
export class VisitsService extends PatientRecords<Visit, HealthRecordView> {
  constructor(
    keeping: RecordKeeping,
    private readonly keys: PatientKeys,
  ) {
    super(Visit, VISIT, keeping);
  }

  /** The patient is held first, for notes are sealed to the organization. */
  override correct(patient: PatientInReach, id: string, changes: object, ifMatch?: number): Promise<HealthRecordView> {
    return this.keeping.unitOfWork.run(async () => {
      await this.keeping.patients.holdUnmerged(patient);
      return super.correct(patient, id, changes, ifMatch);
    });
  }

  protected override async columnsOf(
    id: string,
    patient: PatientInReach,
    values: Record<string, unknown>,
    previous?: HealthRecordView,
  ) {
    const occurredAt = typeof values['occurredAt'] === 'string' ? { occurredAt: new Date(values['occurredAt']) } : {};
    const merged = { confidential: false, notes: null, ...previous, ...values } as {
      confidential: boolean;
      notes: string | null;
    };
    const isSealed = merged.confidential && merged.notes !== null;
    return {
      ...values,
      ...occurredAt,
      confidential: merged.confidential,
      notes: merged.confidential ? null : merged.notes,
      notesSealed: isSealed ? await this.keys.seal(notesPlace(patient, id), merged.notes ?? '') : null,
    };
  }

  protected override async view(row: StoredRow, patient: PatientInReach): Promise<HealthRecordView> {
    const view = viewOf(VISIT, row);
    const sealed = row.get('notesSealed') as Visit['notesSealed'] | undefined;
    return sealed ? { ...view, notes: await this.openNotes(sealed, notesPlace(patient, view.id)) } : view;
  }

  private async openNotes(sealed: Buffer, place: SealContext): Promise<string | null> {
    try {
      return (await this.keys.open(place, sealed)).toString('utf8');
    } catch (error) {
      if (error instanceof KeyDestroyed) return null;
      throw error;
    }
  }
}

function notesPlace({ id, organizationId }: PatientInReach, rowId: string): SealContext {
  return { organizationId, patientId: id, table: 'health_records', column: 'notes_sealed', rowId };
}
