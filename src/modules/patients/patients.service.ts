import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import type { Actor } from '../../platform/access/actor.js';
import type { PatientInReach } from '../../platform/access/access-facts.js';
import { PatientKeys } from '../../platform/crypto/patient-keys.js';
import type { Page } from '../../platform/database/keyset.js';
import { newId } from '../../platform/database/new-id.js';
import { uniqueViolation } from '../../platform/database/transient-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { requireVersion } from '../../platform/http/entity-tag.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { AuditTrail } from '../audit/index.js';
import { OrganizationsService } from '../organizations/index.js';
import { NO_CONTACT, PatientContacts, type PatientContact } from './patient-contact.js';
import type { CreatePatientDto, PatchPatientDto, PatientsQuery } from './patient.dto.js';
import { requireMayFilter } from './patient-filter.js';
import { Patient } from './patient.model.js';
import { viewOf, type PatientIdentity, type PatientView } from './patient.view.js';
import { PatientSearchRepository } from './patient-search.repository.js';
import { PatientsRepository } from './patients.repository.js';

/** The people whose records are kept. */
@Injectable()
export class PatientsService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    @InjectModel(Patient) private readonly patients: typeof Patient,
    private readonly repository: PatientsRepository,
    private readonly searches: PatientSearchRepository,
    private readonly organizations: OrganizationsService,
    private readonly contacts: PatientContacts,
    private readonly keys: PatientKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * A page of the patients in the actor's reach; with `search`, those that match it, best first.
   * @throws Problem 403 for a clinical filter of somebody who does not see clinical records
   */
  async find(actor: Actor, query: PatientsQuery): Promise<Page<PatientIdentity>> {
    requireMayFilter(actor.role, query);
    const search = query.search?.trim() ?? '';
    return search === '' ? this.repository.list(actor, query) : this.searches.search(actor, search, query);
  }

  /** @throws Problem 404 when the organization is out of reach, 409 when it has the MRN already */
  async register(actor: Actor, dto: CreatePatientDto): Promise<PatientView> {
    await this.organizations.requireInReach(actor, dto.organizationId);
    const id = newId();
    const { email, phone, address, guardian, ...identity } = dto;
    const contact = contactOf({ email, phone, address, guardian }, NO_CONTACT);
    return refusingDuplicateMrn(() =>
      this.unitOfWork.run(async () => {
        const now = new Date();
        const patient = await this.patients.create({
          id,
          ...identity,
          version: 1,
          createdBy: actor.userId,
          createdAt: now,
          updatedAt: now,
        });
        await this.keys.create(id);
        await patient.update(await this.contacts.seal(id, dto.organizationId, contact));
        const view = viewOf(patient, contact);
        const audited = { id, organizationId: dto.organizationId };
        this.audit.within({
          action: 'create',
          resource: 'patient',
          resourceId: id,
          patient: audited,
          next: { ...view },
        });
        return view;
      }),
    );
  }

  async read({ id }: PatientInReach): Promise<PatientView> {
    return this.view(await this.current(id));
  }

  /** @throws Problem 412 when `ifMatch` is not the current version, 409 when the new MRN is taken */
  async correct({ id }: PatientInReach, changes: PatchPatientDto, ifMatch?: number): Promise<PatientView> {
    return refusingDuplicateMrn(() =>
      this.unitOfWork.run(async () => {
        const patient = await this.current(id, true);
        requireVersion(ifMatch, patient.version);
        const previous = await this.view(patient);
        const { email, phone, address, guardian, ...identity } = changes;
        const contact = contactOf({ email, phone, address, guardian }, previous);
        patient.set({ ...identity, version: patient.version + 1, updatedAt: new Date() });
        patient.set(await this.contacts.seal(id, patient.organizationId, contact));
        await patient.save();
        const view = viewOf(patient, contact);
        this.audit.within({
          action: 'update',
          resource: 'patient',
          resourceId: id,
          previous: { ...previous },
          next: { ...view },
        });
        return view;
      }),
    );
  }

  private async view(patient: Patient): Promise<PatientView> {
    const { id, organizationId, contactSealed } = patient;
    return viewOf(patient, await this.contacts.open(id, organizationId, contactSealed));
  }

  private async current(id: string, forUpdate = false): Promise<Patient> {
    const patient = await this.patients.findByPk(id, forUpdate ? { lock: true } : {});
    if (!patient) throw notFound('patient');
    return patient;
  }
}

type ContactChanges = { [Member in keyof PatientContact]?: PatientContact[Member] | undefined };

/** The contact after `changes`: what is undefined stays as it was. */
function contactOf(changes: ContactChanges, before: PatientContact): PatientContact {
  return {
    email: changes.email === undefined ? before.email : changes.email,
    phone: changes.phone === undefined ? before.phone : changes.phone,
    address: changes.address === undefined ? before.address : changes.address,
    guardian: changes.guardian === undefined ? before.guardian : changes.guardian,
  };
}

/** Says in words that the record number is taken. */
export async function refusingDuplicateMrn<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (uniqueViolation(error) !== 'patients_mrn') throw error;
    throw conflict('This organization already has a patient with this MRN.', [
      { path: 'mrn', message: 'is already in use' },
    ]);
  }
}
