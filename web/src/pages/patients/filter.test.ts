import assert from 'node:assert/strict';
import { it } from 'node:test';
import { changed, filterOf } from './filter.rules.ts';

it('keeps the filters and the search of an address apart and together', () => {
  const params = new URLSearchParams('search=smith&grade=3&need=review&other=1');
  assert.deepEqual(filterOf(params), { grade: '3', need: 'review' });
  assert.equal(changed(params, 'grade', '').toString(), 'search=smith&need=review&other=1');
  assert.equal(changed(params, 'search', 'jones').get('search'), 'jones');
  assert.equal(params.get('search'), 'smith');
});
