/** What a health record is about. */
export const HEALTH_RECORD_TYPES = [
  'CHECKUP',
  'ILLNESS',
  'INJURY',
  'SCREENING',
  'VITALS',
  'MEDICATION',
  'INCIDENT',
  'NOTE',
] as const;
export type HealthRecordType = (typeof HEALTH_RECORD_TYPES)[number];

/** What a person can be alive with; outside of it a measurement is a slip of the pen. Units stand in the names. */
export const VITAL_BOUNDS = {
  heightCm: { min: 20, max: 260 },
  weightKg: { min: 0.3, max: 500 },
  headCircumferenceCm: { min: 20, max: 70 },
  temperatureC: { min: 25, max: 45 },
  systolic: { min: 30, max: 300 },
  diastolic: { min: 10, max: 200 },
  heartRate: { min: 20, max: 350 },
  respiratoryRate: { min: 4, max: 120 },
  spo2: { min: 30, max: 100 },
} as const;

export type VitalName = keyof typeof VITAL_BOUNDS;
export type Vital = { [Name in VitalName]?: number };
