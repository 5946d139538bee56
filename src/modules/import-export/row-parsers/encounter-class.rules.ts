/**
 * What a visit's class says of its type, for files that have no type of ours. A class tells where a patient was seen, seldom
 * why: only wellness visits and emergencies tell that, all others are notes. Words are those of Synthea; the short codes
 * those of HL7 v3 ActCode (ActEncounterCode).
 */
export const TYPE_OF_ENCOUNTER_CLASS: Readonly<Record<string, string>> = {
  wellness: 'CHECKUP',
  checkup: 'CHECKUP',
  'well child': 'CHECKUP',
  physical: 'CHECKUP',
  emergency: 'ILLNESS',
  EMER: 'ILLNESS',
  urgentcare: 'ILLNESS',
  inpatient: 'ILLNESS',
  IMP: 'ILLNESS',
  ACUTE: 'ILLNESS',
  observation: 'ILLNESS',
  OBSENC: 'ILLNESS',
  sick: 'ILLNESS',
  ambulatory: 'NOTE',
  AMB: 'NOTE',
  outpatient: 'NOTE',
  home: 'NOTE',
  HH: 'NOTE',
  virtual: 'NOTE',
  VR: 'NOTE',
  telehealth: 'NOTE',
  field: 'NOTE',
  FLD: 'NOTE',
  hospice: 'NOTE',
  snf: 'NOTE',
  NONAC: 'NOTE',
  SS: 'NOTE',
  accident: 'INJURY',
  screen: 'SCREENING',
  vital: 'VITALS',
  'vital signs': 'VITALS',
  med: 'MEDICATION',
};
