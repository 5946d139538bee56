import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { cdcBmiStanding, cdcStanding } from './cdc.rules.js';
import type { ReferenceSex } from './reference-tables.rules.js';

const SAS_ANSWERS = new URL('../../../../../shared/data/growth/expected/cdc-sas.csv.gz', import.meta.url);
const TOLERANCE = 0.001;

interface SasRow {
  sex: ReferenceSex;
  agemos: number;
  height: number;
  weight: number;
  bmi: number;
  expected: Record<string, number>;
}

/** What our rules answer, under the names of the SAS program's output. */
function answered({ sex, agemos, height, weight, bmi }: SasRow): Record<string, number | undefined> {
  const forWeight = cdcStanding('weightForAge', sex, agemos, weight);
  const forHeight = cdcStanding('heightForAge', sex, agemos, height);
  const forStature = cdcStanding('weightForStature', sex, height, weight);
  const forBmi = cdcBmiStanding(sex, agemos, bmi);
  return {
    waz: forWeight?.zScore,
    wapct: forWeight?.percentile,
    mod_waz: forWeight?.modifiedZScore,
    haz: forHeight?.zScore,
    hapct: forHeight?.percentile,
    mod_haz: forHeight?.modifiedZScore,
    whz: forStature?.zScore,
    whpct: forStature?.percentile,
    mod_whz: forStature?.modifiedZScore,
    bmiz: forBmi?.zScore,
    bmipct: forBmi?.percentile,
    mod_bmiz: forBmi?.modifiedZScore,
    bmip95: forBmi?.percentOf95th,
    bmi50: forBmi?.median,
    original_bmiz: forBmi?.originalZScore,
    original_bmipct: forBmi?.originalPercentile,
  };
}

function rowsOf(csv: string): SasRow[] {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  const names = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const filled = names.map((name, i) => [name, cells[i]] as const).filter(([, cell]) => cell !== '' && cell !== 'NA');
    const expected = Object.fromEntries(filled.map(([name, cell]) => [name, Number(cell)]));
    const { sex, agemos, height, weight, bmi } = expected as Record<string, number>;
    return {
      sex: sex === 1 ? 'male' : 'female',
      agemos: agemos!,
      height: height!,
      weight: weight!,
      bmi: bmi!,
      expected,
    };
  });
}

function disagreements(rows: SasRow[]): string[] {
  return rows.flatMap((row) =>
    Object.entries(answered(row)).flatMap(([name, ours]) => {
      const theirs = row.expected[name];
      const agrees = theirs === undefined ? ours === undefined : Math.abs((ours ?? NaN) - theirs) <= TOLERANCE;
      return agrees ? [] : [`${name} of ${JSON.stringify(row)}: ${String(ours)}`];
    }),
  );
}

/** Five of the SAS program's answers: wasted, a young woman near the middle, two severely obese, very lean. */
const PUBLISHED = `
sex,agemos,height,weight,bmi,waz,wapct,mod_waz,haz,hapct,mod_haz,whz,whpct,mod_whz,bmiz,bmipct,mod_bmiz,bmip95,bmi50,original_bmiz,original_bmipct
1,29.2272,85.3,9.8,13.46877238,-3.025341576,0.1241762371,-2.829281503,-1.414061421,7.8671934626,-1.425727018,-3.098091497,0.0973856423,-2.903654706,-2.964942157,0.1513699232,-2.745496093,71.699810192,16.308797761,-2.964942157,0.1513699232
2,230.1372,159.44,55.4,21.7929084,-0.235046706,40.708624135,-0.318353294,-0.591318402,27.715355088,-0.589820311,,,,0.0649355156,52.588732855,0.0292014079,70.009346827,21.580458529,0.0649355156,52.588732855
1,29.2272,89.8,19.402,24.0599005,3.1900751606,99.928882102,3.5277359165,-0.17138634,43.195999754,-0.175826235,4.3310243736,99.999257914,5.3441602936,3.9241586917,99.995648332,4.9109718511,128.08073746,16.308797761,3.7206677589,99.990065165
2,35.2104,97.1,22.908,24.29677963,3.3845066489,99.964346854,4.3096111533,0.921276374,82.154692362,0.9129605631,3.4384556954,99.970747887,4.9297713522,3.7516728324,99.99121707,5.1985974033,132.68593265,15.759167353,3.6843105831,99.988533876
2,29.2272,88.9,9.9,12.52655567,-2.629096498,0.4280603176,-2.491631839,-0.126831268,44.953697375,-0.127428699,-3.734903466,0.0093893603,-3.321635255,-3.671429922,0.0120598608,-3.236133512,67.113504064,16.080782979,-3.671429922,0.0120598608`;

describe("CDC's 2000 charts", () => {
  it('agree with published answers of the SAS program', () => {
    expect(disagreements(rowsOf(PUBLISHED))).toEqual([]);
  });

  it('agree with the SAS program on every child of its own test file', () => {
    if (!existsSync(SAS_ANSWERS)) {
      process.stderr.write(
        'SKIPPED: the SAS answers are not beside this checkout; only the embedded rows were compared\n',
      );
      return;
    }
    const rows = rowsOf(gunzipSync(readFileSync(SAS_ANSWERS)).toString('utf8'));
    expect(rows.length).toBeGreaterThan(3000);
    expect(disagreements(rows).slice(0, 5)).toEqual([]);
  });

  it('answer nothing outside of two to twenty years, nor for a height the stature chart does not have', () => {
    expect(cdcStanding('weightForAge', 'female', 23.9, 12)).toBeUndefined();
    expect(cdcStanding('heightForAge', 'female', 240.1, 165)).toBeUndefined();
    expect(cdcStanding('weightForStature', 'male', 77, 10)).toBeUndefined();
    expect(cdcStanding('weightForStature', 'male', 121.5, 22)).toBeUndefined();
    expect(cdcBmiStanding('male', 300, 22)).toBeUndefined();
  });

  it('flag what is biologically implausible by the modified z-score', () => {
    const heavy = cdcStanding('weightForAge', 'male', 60, 60)!;
    expect(heavy.modifiedZScore).toBeGreaterThan(8);
    expect(heavy.isImplausiblyHigh).toBe(true);
    const short = cdcStanding('heightForAge', 'male', 60, 80)!;
    expect(short.isImplausiblyLow).toBe(true);
    expect(cdcStanding('heightForAge', 'male', 60, 109)!.isImplausiblyLow).toBe(false);
  });

  it('keep BMI z-scores finite however far above the 95th percentile', () => {
    expect(cdcBmiStanding('male', 48, 90)).toMatchObject({ zScore: 8.21, percentile: 100 });
  });
});
