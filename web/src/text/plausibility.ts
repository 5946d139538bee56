import { patientText } from './patient.ts';

/** English of the questions asked before an unlikely entry is saved. */
export const plausibilityText = {
  unlikely: (name: keyof typeof patientText.vital, value: number) => {
    const vital = patientText.vital[name];
    return typeof vital === 'string' ? vital : `${vital.label} ${value} ${vital.unit} is unusual. Is it as measured?`;
  },
  pressureSwapped: (systolic: number, diastolic: number) =>
    `Blood pressure ${systolic}/${diastolic}: the second value is not below the first. Are they swapped?`,
  shorter: (before: number, now: number) => `Height ${now} cm is less than the last one, ${before} cm. Is it right?`,
  pounds: (now: number, before: number) =>
    `Weight ${now} is about 2.2 times the last one, ${before} kg. Was it read in pounds?`,
  weightChange: (before: number, now: number) =>
    `Weight went from ${before} kg to ${now} kg in less than half a year. Is it right?`,
  beforeBirth: 'The date lies before the birth date.',
  doseNearby: (days: number) =>
    days === 0
      ? 'The same vaccine is recorded for this day already.'
      : `The same vaccine is recorded ${days} ${days === 1 ? 'day' : 'days'} apart. Is it a second dose?`,
};
