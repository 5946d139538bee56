import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../platform/access/access-facts.js';
import type { Actor } from '../../platform/access/actor.js';
import { InvalidationBus } from '../../platform/cache/index.js';
import { type DestroyedKeys, PatientKeys } from '../../platform/crypto/patient-keys.js';
import { newId } from '../../platform/database/new-id.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, forbidden, notFound } from '../../platform/http/problem.js';
import { AuditTrail } from '../audit/index.js';
import { ExportErasure } from '../import-export/index.js';
import { type KeyDestruction, KeyDestructionsRepository } from './key-destructions.repository.js';

/**
 * Destroys the key of a patient, upon which nothing that it sealed can be read again, wherever a copy lies: contact data,
 * confidential notes, genomes, audited values, exported files. There is no way back, so it takes two people.
 */
@Injectable()
export class KeyDestructionsService {
  // oxlint-disable-next-line max-params -- Nest injects one collaborator a parameter
  constructor(
    private readonly destructions: KeyDestructionsRepository,
    private readonly keys: PatientKeys,
    private readonly exports: ExportErasure,
    private readonly audit: AuditTrail,
    private readonly unitOfWork: UnitOfWork,
    private readonly bus: InvalidationBus,
  ) {}

  list(patient: PatientInReach): Promise<KeyDestruction[]> {
    return this.destructions.list(patient.id);
  }

  /** The first person asks. @throws Problem 409 while a request is open already */
  request(actor: Actor, patient: PatientInReach, reason: string): Promise<KeyDestruction> {
    return this.unitOfWork.run(async () => {
      const requested = await this.destructions.request(newId(), patient.id, reason, actor.userId);
      if (!requested)
        throw conflict('The destruction of this key has been asked for already; another person may confirm it.');
      this.audit.within({ action: 'create', resource: 'key-destruction', resourceId: requested.id, patient });
      return requested;
    });
  }

  /** Another person confirms, and the key is gone. @throws Problem 403 for the same person, 409 when it is not open */
  confirm(actor: Actor, patient: PatientInReach, id: string): Promise<KeyDestruction> {
    return this.unitOfWork.run(async () => {
      const found = await this.destructions.findLocked(patient.id, id);
      if (!found) throw notFound('key destruction');
      if (found.status !== 'requested') throw conflict(`This request is ${found.status}.`);
      if (found.requestedBy === actor.userId) throw forbidden('Another person than the one who asked must confirm.');
      const destroyed = await this.keys.destroy(patient.id);
      if (!destroyed) throw conflict('This patient has no key that could be destroyed.');
      await this.destructions.clearSealed(patient.id);
      await this.exports.forget(patient);
      const confirmed = await this.destructions.confirm(id, actor.userId, destroyed);
      this.certify(patient, id, destroyed, { requestedBy: found.requestedBy, confirmedBy: actor.userId });
      return confirmed;
    });
  }

  /** On the word of whoever operates the machine, without a request: for the command line. */
  destroyNow(
    patient: { id: string; organizationId: string },
    operators: readonly [string, string],
  ): Promise<DestroyedKeys> {
    return this.unitOfWork.run(async () => {
      const destroyed = await this.keys.destroy(patient.id);
      if (!destroyed) throw conflict('This patient has no key that could be destroyed.');
      await this.destructions.clearSealed(patient.id);
      await this.exports.forget(patient);
      this.certify(patient, null, destroyed, { requestedBy: operators[0], confirmedBy: operators[1] });
      return destroyed;
    });
  }

  /** The certificate goes into the audit chain, in the transaction that destroys: there is none without the other. */
  private certify(
    patient: { id: string; organizationId: string },
    resourceId: string | null,
    { versions, sha256 }: DestroyedKeys,
    people: { requestedBy: string; confirmedBy: string },
  ): void {
    const detail = { keyVersions: versions.join(','), keysSha256: sha256, ...people };
    this.audit.within({ action: 'destroy-key', resource: 'patient-key', resourceId, patient, detail });
    this.unitOfWork.afterCommit(() => this.bus.announce('key-changed', [patient.id]));
  }
}
