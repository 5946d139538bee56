/** Severity of an allergy, from least to worst known; one that names none is UNKNOWN. */
export const ALLERGY_SEVERITIES = ['UNKNOWN', 'MILD', 'MODERATE', 'SEVERE', 'LIFE_THREATENING'] as const;
export type AllergySeverity = (typeof ALLERGY_SEVERITIES)[number];

/** SQL that ranks a severity, the worst highest: for "worst first". */
export function severityRank(column: string): string {
  return `array_position(ARRAY[${ALLERGY_SEVERITIES.map((severity) => `'${severity}'`).join(', ')}], ${column})`;
}
