/** Clinical status of a condition, after HL7 condition-clinical. */
export const CONDITION_STATUSES = ['ACTIVE', 'REMISSION', 'RESOLVED'] as const;
export type ConditionStatus = (typeof CONDITION_STATUSES)[number];

/** SQL that ranks a status, active highest: for "active first". */
export function statusRank(column: string): string {
  return `(3 - array_position(ARRAY[${CONDITION_STATUSES.map((status) => `'${status}'`).join(', ')}], ${column}))`;
}
