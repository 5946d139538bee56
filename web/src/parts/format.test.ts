import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import {
  age,
  calendarDate,
  instant,
  instantOf,
  monthsBetween,
  showZone,
  timeOfDay,
  wallClock,
  words,
} from './format.ts';

describe('dates and instants', () => {
  afterEach(() => showZone(undefined));

  it('never moves a calendar date, wherever the organization is', () => {
    for (const zone of ['Pacific/Auckland', 'Asia/Kolkata', 'America/New_York', 'Pacific/Honolulu']) {
      showZone(zone);
      assert.equal(calendarDate('2014-03-05'), 'Mar 05, 2014');
    }
  });

  it('shows instants on the wall clock of the organization', () => {
    showZone('Pacific/Honolulu');
    assert.equal(instant('2026-01-01T05:30:00Z'), 'Dec 31, 2025, 19:30');
    assert.equal(timeOfDay('2026-01-01T05:30:00Z'), '19:30');
  });

  it('reads a wall clock back into its instant, also across a change of the clock', () => {
    for (const zone of ['Pacific/Auckland', 'Asia/Kolkata', 'America/New_York', 'Pacific/Honolulu', 'UTC']) {
      showZone(zone);
      for (let hour = 0; hour < 24 * 366; hour += 7) {
        const at = new Date(Date.UTC(2026, 0, 1, hour));
        const local = wallClock(at);
        assert.equal(wallClock(new Date(instantOf(local))), local, `${zone} ${local}`);
      }
    }
  });

  it('counts age in months under two years, then in years, on the birthday itself too', () => {
    assert.equal(age('2024-12-15', '2026-11-14'), '22 mo');
    assert.equal(age('2024-11-15', '2026-11-14'), '23 mo');
    assert.equal(age('2024-11-14', '2026-11-14'), '2 y');
    assert.equal(age('2014-11-15', '2026-11-14'), '11 y');
    assert.equal(monthsBetween('2024-01-31', '2024-02-29'), 0);
  });

  it('says constants in words', () => {
    assert.equal(words('LIFE_THREATENING'), 'Life threatening');
    assert.equal(words('health-record'), 'Health record');
  });
});
