import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { CacheVersions } from '../../../platform/cache/index.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { requireVersion } from '../../../platform/http/entity-tag.js';
import { conflict, notFound } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { PatientReach } from '../patient-reach.js';
import type { PatientView } from '../patient.view.js';
import { PatientsService, refusingDuplicateMrn } from '../patients.service.js';
import { TransferRepository } from './transfer.repository.js';

/**
 * Moves a patient to another organization. What is sealed is bound to the organization, so it is one transaction that seals it anew, and
 * that leaves an audit event with both: what was done before stays in the trail of the former one.
 */
@Injectable()
export class TransferService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly repository: TransferRepository,
    private readonly patients: PatientsService,
    private readonly organizations: OrganizationsService,
    private readonly reach: PatientReach,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly versions: CacheVersions,
  ) {}

  /**
   * @throws Problem 404 when either organization is out of reach, 409 when the patient is there already or a record number is taken,
   *   412 when `ifMatch` is not the current version
   */
  async transfer(
    actor: Actor,
    patient: PatientInReach,
    { organizationId: to, mrn }: { organizationId: string; mrn?: string | undefined },
    ifMatch?: number,
  ): Promise<PatientView> {
    await this.organizations.requireInReach(actor, to);
    return refusingDuplicateMrn(() =>
      this.unitOfWork.run(async () => {
        // Not what the access check found: an opening in an emergency reaches the record, never the organization.
        const { organizationId: from } = await this.reach.require(actor, patient.id);
        if (from === to) throw conflict('The patient is in this organization already.');
        const rows = await this.repository.lock(patient.id, from);
        const before = rows.find(({ id }) => id === patient.id);
        if (!before) throw notFound('patient');
        requireVersion(ifMatch, before.version);
        const others = rows.filter(({ id }) => id !== patient.id);
        if (await this.repository.isAnyTaken(to, others)) throw conflict(FORMER_NUMBER_TAKEN);
        const next = { organizationId: to, mrn: mrn ?? before.mrn };
        await this.repository.move(rows, { patientId: patient.id, from, to, mrn: next.mrn, actor });
        this.tell(patient.id, { organizationId: from, mrn: before.mrn }, next);
        this.versions.bump(...rows.map(({ id }) => id));
        return this.patients.read(patient);
      }),
    );
  }

  /** An event in the trail of each of the two. */
  private tell(id: string, previous: Home, next: Home): void {
    const detail = { fromOrganization: previous.organizationId, toOrganization: next.organizationId };
    for (const { organizationId } of [previous, next]) {
      this.audit.within({
        action: 'transfer',
        resource: 'patient',
        resourceId: id,
        patient: { id, organizationId },
        previous: { ...previous },
        next: { ...next },
        detail,
      });
      this.versions.bumpOrganizations(organizationId);
    }
  }
}

interface Home {
  organizationId: string;
  mrn: string;
}

const FORMER_NUMBER_TAKEN =
  'The organization uses a record number that this patient had before a merge. Undo the merge, or change the number there.';
