import { describe, expect, it } from '@jest/globals';
import { deedInWords } from './disclosures.rules.js';

describe('a deed in words that a parent understands', () => {
  it.each([
    ['read', 'summary', 'looked at the summary of the record'],
    ['create', 'allergy', 'added to allergies'],
    ['import', 'vaccination', 'brought in vaccinations from a file'],
    ['export', 'patient', 'sent out name, birth date and contact data in a file'],
    ['break-glass', 'break-glass', 'opened, from outside the organization, the record'],
    ['ponder', 'lab-report', 'ponder laboratory reports'],
  ])('says of %s on %s: %s', (action, resourceType, said) => {
    expect(deedInWords(action, resourceType)).toBe(said);
  });
});
