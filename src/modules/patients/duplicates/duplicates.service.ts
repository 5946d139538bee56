import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { Actor } from '../../../platform/access/actor.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/database/keyset.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { validationFailed } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import { PatientReach } from '../patient-reach.js';
import type { PatientIdentity } from '../patient.view.js';
import type { DuplicatesQuery } from './duplicates.dto.js';
import { type Identity, type Likeness, likeness, LIKELY_THE_SAME } from './duplicates.rules.js';
import { DuplicatesRepository, type Suspect } from './duplicates.repository.js';

/** Two patients who are likely one, how likely, and why. */
export interface LikelyDuplicate extends Likeness {
  first: PatientIdentity;
  second: PatientIdentity;
}

/** Tells which patients were likely registered twice. */
@Injectable()
export class DuplicatesService {
  constructor(
    private readonly repository: DuplicatesRepository,
    private readonly reach: PatientReach,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** The likeliest first. */
  async find(actor: Actor, { limit, cursor, organizationId }: DuplicatesQuery): Promise<Page<LikelyDuplicate>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['real', 'uuid', 'uuid']);
    const found = (await this.repository.suspects(actor, organizationId))
      .map(([a, b]): LikelyDuplicate => ({
        first: lineOf(a),
        second: lineOf(b),
        ...likeness(identityOf(a), identityOf(b)),
      }))
      .filter(({ score }) => score >= LIKELY_THE_SAME)
      .sort((a, b) => compare(keysOf(a), keysOf(b)))
      .filter((pair) => after === undefined || compare(keysOf(pair), after) > 0);
    return pageOf(found.slice(0, limit + 1), limit, keysOf);
  }

  /** Two people after all: the pair is not shown again. */
  async keepApart(actor: Actor, patient: PatientInReach, otherId: string): Promise<void> {
    if (otherId === patient.id) throw validationFailed([{ path: 'patientId', message: 'must be another patient' }]);
    const other = await this.reach.require(actor, otherId);
    await this.unitOfWork.run(async () => {
      await this.repository.keepApart([patient.id, other.id], actor.userId);
      this.audit.within({ action: 'update', resource: 'patient-duplicate', resourceId: other.id, patient });
    });
  }
}

/** The least likely have the greatest key. */
function keysOf({ score, first, second }: LikelyDuplicate): string[] {
  return [(1 - score).toFixed(3), first.id, second.id];
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((key, i) => key !== b[i]);
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

function lineOf({ nameWords: _words, phones: _phones, email: _email, ...line }: Suspect): PatientIdentity {
  return line;
}

function identityOf({ nameWords, birthDate, sex, mrn, phones, email }: Suspect): Identity {
  return { givenName: nameWords.given, familyName: nameWords.family, birthDate, sex, mrn, phones, email };
}
