import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOf } from './place.rules.ts';

describe('a place in the genome', () => {
  it('is a marker or a region, however it is written', () => {
    assert.deepEqual(placeOf(' RS429358 '), { rsid: 'rs429358' });
    assert.deepEqual(placeOf('chr19:44,900,000-44,910,000'), { chromosome: '19', start: 44_900_000, end: 44_910_000 });
    assert.deepEqual(placeOf('x:20..10'), { chromosome: 'X', start: 10, end: 20 });
  });

  it('is nothing else', () => {
    for (const typed of ['', 'APOE!', '19', '19:1', 'rs', "rs1'; --"]) assert.equal(placeOf(typed), undefined, typed);
  });
});
