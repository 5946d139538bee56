import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asItWas, differences } from './history.rules.ts';

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

  it('tells what a record said on a day, before it was there, and after it was retired and restored', () => {
    const at = (day: number) => `2026-11-0${day}T10:00:00.5Z`;
    const [peanut, nut] = [
      { allergen: 'Peanut', version: 1 },
      { allergen: 'Nut', version: 2 },
    ];
    const changes = [
      { at: at(4), action: 'restore', by, previous: null, next: nut },
      { at: at(3), action: 'retire', by, previous: nut, next: null },
      { at: at(2), action: 'update', by, previous: peanut, next: nut },
      { at: at(1), action: 'create', by, previous: null, next: peanut },
    ];
    const said = [0, 1, 2, 3, 4].map((day) => asItWas(changes, `2026-11-0${day || 1}T${day ? '23' : '00'}:00:00Z`));
    assert.deepEqual(said, [null, { allergen: 'Peanut' }, { allergen: 'Nut' }, null, { allergen: 'Nut' }]);
    // An imported record, of which only a correction is known.
    assert.deepEqual(asItWas(changes.slice(2, 3), '2026-10-01T00:00:00Z'), { allergen: 'Peanut' });
  });

  it('shows a new record by all its values, and an erased one by none', () => {
    assert.equal(
      differences({ at: '', action: 'create', by, previous: null, next: { allergen: 'Nut', active: true } }).length,
      2,
    );
    assert.deepEqual(differences({ at: '', action: 'create', by, previous: null, next: null }), []);
  });
});
