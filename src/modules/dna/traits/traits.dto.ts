import { EnumField } from '../../../platform/http/fields.js';
import {
  CONSENT_SCOPES,
  type ConsentScope,
  RISK_LEVELS,
  type RiskLevel,
  TRAIT_CATEGORIES,
  type TraitCategory,
} from './trait-table.js';

/** Which results. */
export class TraitsQuery {
  @EnumField(TRAIT_CATEGORIES, { optional: true })
  category?: TraitCategory;

  @EnumField(RISK_LEVELS, { optional: true })
  riskLevel?: RiskLevel;
}

/** What a patient agrees to. */
export class ConsentDto {
  @EnumField(CONSENT_SCOPES, { description: '`apoe` and `brca` are for these results alone, `alerts` for the summary' })
  scope!: ConsentScope;
}
