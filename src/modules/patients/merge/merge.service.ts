import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { Actor } from '../../../platform/access/actor.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import { PatientReach } from '../patient-reach.js';
import { MergeRepository, type MergeView } from './merge.repository.js';

/**
 * Makes one patient of two, and two of one again. Either is one transaction with an audit event for each patient. The merged
 * patient's row stays with its MRN, which finds the survivor from then on.
 */
@Injectable()
export class MergeService {
  constructor(
    private readonly repository: MergeRepository,
    private readonly reach: PatientReach,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly versions: CacheVersions,
  ) {}

  /** @throws Problem 404 when the duplicate is out of reach, 409 when it is the survivor itself or holds what cannot be moved */
  async mergeInto(actor: Actor, survivor: PatientInReach, duplicateId: string): Promise<MergeView> {
    if (duplicateId === survivor.id) throw conflict('A patient cannot be merged into itself.');
    const id = newId();
    return this.unitOfWork.run(async () => {
      const merged = await this.reach.require(actor, duplicateId);
      if (!(await this.repository.lock(survivor, merged))) throw conflict('One of the two is merged already.');
      const unmovable = await this.repository.unmovable(merged.id);
      if (unmovable.length > 0) throw conflict(`The duplicate holds what cannot be moved: ${unmovable.join(', ')}.`);
      await this.repository.merge(id, survivor, merged, actor);
      return this.told('merge', await this.current(id, survivor), survivor, merged);
    });
  }

  /** @throws Problem 404 when the patient has no such merge, 409 when it was undone before */
  async undo(actor: Actor, survivor: PatientInReach, mergeId: string): Promise<MergeView> {
    return this.unitOfWork.run(async () => {
      if (!(await this.repository.lock(survivor))) throw notFound('patient');
      const { mergedId } = await this.current(mergeId, survivor);
      const organizationId = await this.repository.organizationOf(mergedId);
      if (organizationId === undefined) throw notFound('merge');
      if ((await this.current(mergeId, survivor)).undoneAt !== null)
        throw conflict('This merge has been undone already.');
      const merged: PatientInReach = { id: mergedId, organizationId, version: '0' };
      await this.repository.undo(mergeId, survivor, merged, actor);
      return this.told('restore', await this.current(mergeId, survivor), survivor, merged);
    });
  }

  /** The merges into this patient, newest first. */
  list({ id }: PatientInReach): Promise<MergeView[]> {
    return this.repository.list(id);
  }

  private told(action: 'merge' | 'restore', view: MergeView, ...patients: PatientInReach[]): MergeView {
    for (const patient of patients) {
      this.audit.within({ action, resource: 'patient', resourceId: view.mergedId, patient, next: { ...view } });
      this.versions.bump(patient.id);
      this.versions.bumpOrganizations(patient.organizationId);
    }
    return view;
  }

  private async current(id: string, survivor: PatientInReach): Promise<MergeView> {
    const view = await this.repository.read(id, survivor.id);
    if (!view) throw notFound('merge');
    return view;
  }
}
