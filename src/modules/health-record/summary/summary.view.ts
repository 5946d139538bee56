import type { DoseAlert } from '../../dna/index.js';
import type { PatientIdentity } from '../../patients/index.js';
import type { AllergyView } from '../allergies/allergy.kind.js';
import type { ChronicConditionView } from '../chronic-conditions/chronic-condition.kind.js';
import type { VaccinationView } from '../vaccinations/vaccination.kind.js';
import type { Vital } from '../visits/visit.rules.js';

/** What was measured on one visit. */
export interface MeasuredVitals {
  recordId: string;
  occurredAt: string;
  vital: Vital;
}

/** What a clinician must see at once. */
export interface PatientSummary {
  patient: PatientIdentity;
  /** Those in force first, of these the worst. */
  allergies: AllergyView[];
  /** Those in force first. */
  chronicConditions: ChronicConditionView[];
  /** The newest first. */
  vaccinations: VaccinationView[];
  /** Of the last five visits that measured something, the newest first. */
  recentVitals: MeasuredVitals[];
  /** How many records there are, by type. */
  recordCounts: Record<string, number>;
  generatedAt: string;
  /** What the genome says of drugs; none without the patient's consent. */
  pharmacogenomicAlerts: DoseAlert[];
}
