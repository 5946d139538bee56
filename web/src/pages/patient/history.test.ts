import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differences } from './history.rules.ts';

const by = { id: null, displayName: 'Nora', role: 'nurse' };

describe('the history of a record', () => {
  it('names what changed, vitals too, and leaves out what did not', () => {
    const found = differences({
      at: '2026-11-27T10:00:00Z',
      action: 'update',
      by,
      previous: { id: 'a', version: 1, description: 'Check-up', notes: null, vital: { heightCm: 140, weightKg: 35 } },
      next: { id: 'a', version: 2, description: 'Check-up', notes: 'calm', vital: { heightCm: 141, weightKg: 35 } },
    });
    assert.deepEqual(found, [
      { name: 'heightCm', before: '140', after: '141' },
      { name: 'notes', before: '', after: 'calm' },
    ]);
  });

  it('shows a new record by all its values, and an erased one by none', () => {
    assert.equal(
      differences({ at: '', action: 'create', by, previous: null, next: { allergen: 'Nut', active: true } }).length,
      2,
    );
    assert.deepEqual(differences({ at: '', action: 'create', by, previous: null, next: null }), []);
  });
});
