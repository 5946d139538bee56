/** What the demo patients are made of. All is invented; no name belongs to a person of ours. */

export const GIVEN_NAMES = {
  female: [
    'Amara',
    'Beatriz',
    'Chloe',
    'Daniela',
    'Elena',
    'Fatima',
    'Grace',
    'Hana',
    'Imani',
    'Jasmine',
    'Keiko',
    'Leila',
    'Maya',
    'Nadia',
    'Olivia',
    'Priya',
    'Quinn',
    'Rosa',
    'Sofia',
    'Tamika',
    'Uma',
    'Valentina',
    'Wren',
    'Ximena',
    'Yara',
    'Zoe',
  ],
  male: [
    'Amir',
    'Benjamin',
    'Carlos',
    'Dmitri',
    'Elijah',
    'Farid',
    'Gabriel',
    'Hiro',
    'Isaac',
    'Jamal',
    'Kofi',
    'Liam',
    'Mateo',
    'Noah',
    'Omar',
    'Pedro',
    'Quentin',
    'Rafael',
    'Samuel',
    'Tomás',
    'Umar',
    'Victor',
    'William',
    'Xavier',
    'Yusuf',
    'Zachary',
  ],
} as const;

export const FAMILY_NAMES = [
  'Abara',
  'Baker',
  'Chen',
  'Diaz',
  'Edwards',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ibrahim',
  'Johnson',
  'Kowalski',
  'Lee',
  'Martinez',
  'Nguyen',
  'Okafor',
  'Patel',
  'Quispe',
  'Rivera',
  'Singh',
  'Thompson',
  'Ueda',
  'Vasquez',
  'Walker',
  'Xiong',
  'Yilmaz',
  'Zimmermann',
  'O’Brien',
  'de la Cruz',
  'Al-Masri',
  'Núñez',
  'Smith-Jones',
  'Tran',
];

export const STREETS = ['Maple Street', 'Oak Avenue', 'River Road', 'Hill Lane', 'Station Street', 'Park Drive'];

type Severity = 'UNKNOWN' | 'MILD' | 'MODERATE' | 'SEVERE' | 'LIFE_THREATENING';

/** Codes are SNOMED CT's for the substance; severities repeat as often as they are met. */
export const ALLERGIES: readonly {
  allergen: string;
  code: string;
  severities: readonly Severity[];
  reaction: string;
  notes?: string;
}[] = [
  {
    allergen: 'Peanut',
    code: '762952008',
    severities: ['SEVERE', 'LIFE_THREATENING'],
    reaction: 'Anaphylaxis',
    notes: 'Epinephrine auto-injector in the office; action plan on file.',
  },
  { allergen: 'Penicillin', code: '373270004', severities: ['MILD', 'MODERATE'], reaction: 'Hives' },
  { allergen: 'Bee venom', code: '288328004', severities: ['MODERATE', 'SEVERE'], reaction: 'Swelling, wheezing' },
  { allergen: 'Egg', code: '102263004', severities: ['MILD'], reaction: 'Rash' },
  { allergen: 'Cow milk', code: '3718001', severities: ['MILD', 'MODERATE'], reaction: 'Vomiting' },
  {
    allergen: 'Latex',
    code: '111088007',
    severities: ['MODERATE'],
    reaction: 'Contact dermatitis',
    notes: 'Use nitrile gloves.',
  },
  {
    allergen: 'Grass pollen',
    code: '256277009',
    severities: ['MILD', 'UNKNOWN'],
    reaction: 'Runny nose, itching eyes',
  },
  { allergen: 'Tree nut', code: '13577000', severities: ['SEVERE'], reaction: 'Throat tightness' },
  { allergen: 'Amoxicillin', code: '372687004', severities: ['UNKNOWN', 'MILD'], reaction: 'Rash' },
];

/** ICD-10-CM. */
export const CONDITIONS: readonly {
  code: string;
  name: string;
  severity?: string;
  notes?: string;
  isOften?: boolean;
}[] = [
  {
    code: 'J45.20',
    name: 'Mild intermittent asthma',
    severity: 'mild',
    notes: 'Albuterol before exercise.',
    isOften: true,
  },
  { code: 'J45.40', name: 'Moderate persistent asthma', severity: 'moderate', notes: 'Inhaler kept in the office.' },
  { code: 'F90.2', name: 'Attention-deficit hyperactivity disorder, combined type', isOften: true },
  { code: 'L20.9', name: 'Atopic dermatitis', severity: 'mild' },
  {
    code: 'E10.9',
    name: 'Type 1 diabetes mellitus without complications',
    severity: 'moderate',
    notes: 'Insulin pump; glucagon in the office.',
  },
  { code: 'G40.909', name: 'Epilepsy, not intractable', severity: 'moderate', notes: 'Seizure action plan on file.' },
  { code: 'K90.0', name: 'Celiac disease' },
  { code: 'H52.13', name: 'Myopia, bilateral', severity: 'mild', isOften: true },
];

export const PROVIDERS = ['M. Alvarez, RN', 'T. Brandt, RN', 'Dr. S. Iyer', 'Dr. J. Whitfield', 'Dr. N. Osei'];

/** Visits of a school year, by the record's type. */
export const VISITS = {
  ILLNESS: [
    'Sore throat and fever; sent home with a parent.',
    'Headache since the morning; rested, fluids, returned to class.',
    'Nausea after lunch; observed for 30 minutes.',
    'Cough and wheezing; inhaler given per plan, better after ten minutes.',
  ],
  INJURY: [
    'Fell in the playground; abrasion of the left knee cleaned and dressed.',
    'Ball to the face; nosebleed stopped after five minutes of pressure.',
    'Twisted ankle in physical education; ice, elevation, parent called.',
    'Finger caught in a door; no deformity, ice.',
  ],
  SCREENING: [
    'Vision screening: 20/20 both eyes.',
    'Hearing screening passed.',
    'Vision screening: 20/50 right; referred.',
    'Dental screening: no visible decay.',
  ],
  MEDICATION: [
    'Methylphenidate 10 mg given as ordered.',
    'Albuterol, two puffs, before exercise.',
    'Acetaminophen 320 mg given with consent.',
  ],
  INCIDENT: ['Reported being pushed on the stairs; no injury found, principal informed.'],
  NOTE: ['Parent called about the immunization form; copy handed out.', 'Care plan reviewed with the teacher.'],
} as const;

/**
 * The childhood schedule of CDC, much simplified: code, and the ages at which a dose is given (months).
 * The demo needs plausible histories, not a recommendation; the engine that judges them has the real one.
 */
export const SCHEDULE: readonly { cvx: string; manufacturer: string; monthsAtDose: readonly number[] }[] = [
  { cvx: '08', manufacturer: 'Merck', monthsAtDose: [0, 2, 7] },
  { cvx: '20', manufacturer: 'Sanofi Pasteur', monthsAtDose: [2, 4, 6, 16, 53] },
  { cvx: '10', manufacturer: 'Sanofi Pasteur', monthsAtDose: [2, 4, 9, 53] },
  { cvx: '49', manufacturer: 'Merck', monthsAtDose: [2, 4, 13] },
  { cvx: '133', manufacturer: 'Pfizer', monthsAtDose: [2, 4, 6, 13] },
  { cvx: '03', manufacturer: 'Merck', monthsAtDose: [13, 54] },
  { cvx: '21', manufacturer: 'Merck', monthsAtDose: [13, 54] },
  { cvx: '83', manufacturer: 'GlaxoSmithKline', monthsAtDose: [14, 21] },
  { cvx: '115', manufacturer: 'GlaxoSmithKline', monthsAtDose: [134] },
  { cvx: '165', manufacturer: 'Merck', monthsAtDose: [135, 142] },
  { cvx: '203', manufacturer: 'Sanofi Pasteur', monthsAtDose: [135, 194] },
];
