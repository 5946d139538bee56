import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { Problem } from '../../../platform/http/problem.js';
import { GenomeAccess } from '../genomes/variants/genome-access.js';
import { ConsentsService } from './consents.service.js';
import type { TraitsQuery } from './traits.dto.js';
import { TraitCallReader } from './trait-calls.js';
import { CAUTION, interpretTraits, type TraitResult } from './traits.rules.js';
import { TRAIT_TABLE_VERSION } from './trait-table.js';

/** The health-relevant results of a genome. */
export interface TraitsView {
  items: TraitResult[];
  nextCursor: null;
  /** Results that need a consent of their own, which was not given. */
  withheld: { scope: 'apoe' | 'brca'; reason: string }[];
  tableVersion: string;
  caution: string;
}

/** Explains a genome, as far as the patient agreed. */
@Injectable()
export class TraitsService {
  constructor(
    private readonly access: GenomeAccess,
    private readonly consents: ConsentsService,
    private readonly reader: TraitCallReader,
  ) {}

  /** @throws Problem 403 `consent-required` before the patient's consent is recorded */
  async list(patient: PatientInReach, genomeId: string, { category, riskLevel }: TraitsQuery): Promise<TraitsView> {
    const genome = await this.access.open(patient.id, genomeId);
    const scopes = await this.consents.scopes(patient);
    if (!scopes.has('traits')) {
      throw new Problem(
        403,
        'consent-required',
        'The patient has not agreed to be shown what the genome means. Record the consent first.',
      );
    }
    const { calls, assembly } = await this.reader.read(genome);
    const items = interpretTraits(calls, assembly, scopes).filter(
      (item) =>
        (category === undefined || item.category === category) &&
        (riskLevel === undefined || item.riskLevel === riskLevel),
    );
    const withheld = (['apoe', 'brca'] as const)
      .filter((scope) => !scopes.has(scope))
      .map((scope) => ({ scope, reason: 'The patient has not given the specific consent for these results.' }));
    return { items, nextCursor: null, withheld, tableVersion: TRAIT_TABLE_VERSION, caution: CAUTION };
  }
}
