import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Allergy, ChronicCondition, HealthRecord, Vaccination } from '../../api/types.ts';
import { eventsOf } from './timeline.rules.ts';

/** A record of which only what the timeline reads matters. */
const record = <Kind>(known: Partial<Kind>): Kind => known as Kind;
const visit = (id: string, occurredAt: string) =>
  record<HealthRecord>({ id, type: 'CHECKUP', occurredAt, description: 'x' });
const KNOWN = {
  visits: [visit('v2', '2026-05-01T15:00:00Z'), visit('v1', '2025-05-01T15:00:00Z')],
  vaccinations: [
    record<Vaccination>({ id: 'd2', cvx: '03', vaccineName: 'MMR', administeredOn: '2026-01-10' }),
    record<Vaccination>({ id: 'd1', cvx: '03', vaccineName: 'MMR', administeredOn: '2015-01-10' }),
  ],
  conditions: [record<ChronicCondition>({ id: 'c1', name: 'Asthma', status: 'ACTIVE', onsetDate: '2025-09-01' })],
  allergies: [record<Allergy>({ id: 'a1', allergen: 'Peanut', severity: 'MILD', active: true, onsetDate: null })],
};

describe('the timeline', () => {
  it('puts everything that has a date into one order, the newest first', () => {
    const ids = eventsOf('all', { ...KNOWN, isWhole: true }).map(({ id }) => id);
    assert.deepEqual(ids, ['v2', 'd2', 'c1', 'v1', 'd1']);
  });

  it('shows nothing older than the last loaded visit while older visits are still unread', () => {
    const ids = eventsOf('all', { ...KNOWN, isWhole: false }).map(({ id }) => id);
    assert.deepEqual(ids, ['v2', 'd2', 'c1', 'v1']);
  });

  it('shows one kind alone, whole', () => {
    const ids = eventsOf('vaccinations', { ...KNOWN, isWhole: false }).map(({ id }) => id);
    assert.deepEqual(ids, ['d2', 'd1']);
  });
});
