import assert from 'node:assert/strict';
import { it } from 'node:test';
import { comparisonOf, type ComparedPatient } from './comparison.rules.ts';

const ANA: ComparedPatient = {
  id: 'a',
  mrn: 'M-1',
  givenName: 'Ana',
  familyName: 'García',
  birthDate: '2014-03-05',
  sex: 'female',
  organizationId: 'o',
  grade: null,
};

it('says of each field whether two patients differ in it, and leaves out what neither has', () => {
  const other = { ...ANA, id: 'b', mrn: 'M-2', guardian: { name: 'Rosa', phone: '1' } };
  const rows = comparisonOf(ANA, other, new Map([['o', 'Lincoln']]));
  assert.deepEqual(
    rows.filter(({ differs }) => differs).map(({ field, first, second }) => [field, first, second]),
    [
      ['mrn', 'M-1', 'M-2'],
      ['guardian', '', 'Rosa, 1'],
    ],
  );
  assert.ok(rows.some(({ field, first }) => field === 'school' && first === 'Lincoln'));
  assert.ok(!rows.some(({ field }) => field === 'address'));
});
