/** What other modules may use of genomes: alerts for who prescribes. */
export { DnaModule } from './dna.module.js';
export { DoseGuard, doseAlertMaterial, type DoseAlertMaterial } from './traits/dose-guard.js';
export type { DoseAlert } from './traits/traits.rules.js';
