import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { showZone } from '../../parts/format.ts';
import { conditionsOf, filterOf, queryOf } from './filter.rules.ts';

describe('the search of the audit log', () => {
  afterEach(() => showZone(undefined));

  it('reads from the address what is a filter, and nothing else', () => {
    const filter = filterOf(new URLSearchParams('action=read&patientId=&cursor=x&from=2026-11-01'));
    assert.deepEqual(filter, { action: 'read', from: '2026-11-01' });
  });

  it('asks for whole days of the organization, the last one too, across a change of the clock', () => {
    showZone('America/New_York');
    assert.deepEqual(conditionsOf({ from: '2026-10-31', to: '2026-11-01' }), {
      from: '2026-10-31T04:00:00.000Z',
      to: '2026-11-02T05:00:00.000Z',
    });
  });

  it('writes the query of the service', () => {
    assert.equal(queryOf({ breakGlass: 'true', action: 'read' }), 'action=read&breakGlass=true&limit=50');
  });
});
