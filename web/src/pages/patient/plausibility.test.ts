import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { questionsAboutVaccination, questionsAboutVitals } from './plausibility.rules.ts';

const LAST = { on: '2026-06-01', heightCm: 140, weightKg: 35 };

describe('questions before saving', () => {
  it('asks nothing about an ordinary visit', () => {
    const vital = {
      heightCm: 142,
      weightKg: 36.5,
      temperatureC: 36.8,
      systolic: 108,
      diastolic: 64,
      heartRate: 84,
      spo2: 98,
    };
    assert.deepEqual(questionsAboutVitals(vital, '2026-11-27', LAST), []);
  });

  it('asks about a temperature with a slipped decimal', () => {
    assert.match(questionsAboutVitals({ temperatureC: 3.68 }, '2026-11-27', undefined)[0] ?? '', /Temperature 3.68/);
  });

  it('asks about swapped blood pressure values', () => {
    assert.equal(questionsAboutVitals({ systolic: 70, diastolic: 110 }, '2026-11-27', undefined).length, 1);
  });

  it('asks about a child that shrank, but not within the error of measuring', () => {
    assert.equal(questionsAboutVitals({ heightCm: 136 }, '2026-11-27', LAST).length, 1);
    assert.deepEqual(questionsAboutVitals({ heightCm: 139 }, '2026-11-27', LAST), []);
  });

  it('recognises a weight read in pounds', () => {
    assert.match(questionsAboutVitals({ weightKg: 78 }, '2026-11-27', LAST)[0] ?? '', /pounds/);
  });

  it('asks about a fast change of weight, and not about a slow one', () => {
    assert.equal(questionsAboutVitals({ weightKg: 45 }, '2026-09-01', LAST).length, 1);
    assert.deepEqual(questionsAboutVitals({ weightKg: 45 }, '2028-06-01', LAST), []);
  });

  it('does not compare with a later visit', () => {
    assert.deepEqual(questionsAboutVitals({ heightCm: 120 }, '2025-01-01', LAST), []);
  });

  it('asks about a dose before birth, and about the same vaccine too soon', () => {
    const others = [{ id: 'a', cvx: '03', administeredOn: '2026-11-01' }];
    assert.deepEqual(questionsAboutVaccination({ cvx: '21', administeredOn: '2026-11-20' }, '2014-01-01', others), []);
    assert.equal(
      questionsAboutVaccination({ cvx: '03', administeredOn: '2026-11-20' }, '2014-01-01', others).length,
      1,
    );
    assert.equal(
      questionsAboutVaccination({ cvx: '21', administeredOn: '2013-12-31' }, '2014-01-01', others).length,
      1,
    );
  });

  it('does not compare a dose with itself when it is corrected', () => {
    const others = [{ id: 'a', cvx: '03', administeredOn: '2026-11-01' }];
    assert.deepEqual(
      questionsAboutVaccination({ id: 'a', cvx: '03', administeredOn: '2026-11-02' }, '2014-01-01', others),
      [],
    );
  });
});
