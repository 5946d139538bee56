import {
  bloodPressureBands,
  type BloodPressureBands,
  type BloodPressureClass,
  classifyBloodPressure,
} from './blood-pressure.rules.js';
import { downSample } from './down-sampling.rules.js';
import { isAbnormal, limitOf } from './vital-limits.rules.js';

/** What a series can be of; blood pressure is one series of two pressures. */
export const TREND_KINDS = [
  'heightCm',
  'weightKg',
  'headCircumferenceCm',
  'temperatureC',
  'bloodPressure',
  'heartRate',
  'respiratoryRate',
  'spo2',
] as const;
export type TrendKind = (typeof TREND_KINDS)[number];

const UNITS: Record<TrendKind, string> = {
  heightCm: 'cm',
  weightKg: 'kg',
  headCircumferenceCm: 'cm',
  temperatureC: '°C',
  bloodPressure: 'mmHg',
  heartRate: '/min',
  respiratoryRate: '/min',
  spo2: '%',
};

/** A height tells the blood pressure column for this long; a child grows half a column in a year. */
const HEIGHT_HOLDS_DAYS = 366;

/** One visit with vitals; age in whole days. */
export interface VitalVisit {
  recordId: string;
  measuredAt: string;
  ageDays: number;
  vital: Readonly<Record<string, number | undefined>>;
}

/** One point of a series. `expected` is the range of that age, `bands` the percentiles of that age, sex and height. */
export interface TrendPoint {
  recordId: string;
  measuredAt: string;
  value?: number;
  systolic?: number;
  diastolic?: number;
  isAbnormal: boolean;
  expected?: { low?: number; high?: number };
  class?: BloodPressureClass;
  bands?: BloodPressureBands;
}

/** A patient's readings of one kind, oldest first; `totalPoints` says how many there are before down-sampling. */
export interface Trend {
  kind: TrendKind;
  unit: string;
  totalPoints: number;
  points: TrendPoint[];
}

/** The series of `kind` in visits (ascending by time), thinned to `atMost` points, the extremes kept. */
export function trendOf(kind: TrendKind, sex: string, visits: readonly VitalVisit[], atMost: number): Trend {
  const points = kind === 'bloodPressure' ? pressurePoints(sex, visits) : valuePoints(kind, sex, visits);
  const kept = downSample(
    points.map(({ measuredAt, value, systolic }) => ({ x: Date.parse(measuredAt), y: value ?? systolic! })),
    atMost,
  );
  return { kind, unit: UNITS[kind], totalPoints: points.length, points: kept.map((index) => points[index]!) };
}

function valuePoints(
  kind: Exclude<TrendKind, 'bloodPressure'>,
  sex: string,
  visits: readonly VitalVisit[],
): TrendPoint[] {
  return visits.flatMap(({ recordId, measuredAt, ageDays, vital }) => {
    const value = vital[kind];
    if (value === undefined) return [];
    const limit = limitOf(kind, sex, ageDays);
    const point: TrendPoint = { recordId, measuredAt, value, isAbnormal: isAbnormal(kind, value, sex, ageDays) };
    return [limit ? { ...point, expected: { low: limit.low, high: limit.high } } : point];
  });
}

function pressurePoints(sex: string, visits: readonly VitalVisit[]): TrendPoint[] {
  let height: { cm: number; ageDays: number } | undefined;
  return visits.flatMap(({ recordId, measuredAt, ageDays, vital }) => {
    if (vital['heightCm'] !== undefined) height = { cm: vital['heightCm'], ageDays };
    const { systolic, diastolic } = vital;
    if (systolic === undefined || diastolic === undefined) return [];
    const heightCm = height && ageDays - height.ageDays <= HEIGHT_HOLDS_DAYS ? height.cm : undefined;
    const known = sex === 'female' || sex === 'male' ? sex : undefined;
    const pressureClass = classifyBloodPressure({ systolic, diastolic }, { sex: known, ageDays, heightCm });
    const bands = known && bloodPressureBands(known, ageDays, heightCm);
    return [
      {
        recordId,
        measuredAt,
        systolic,
        diastolic,
        isAbnormal: pressureClass === 'stage-1' || pressureClass === 'stage-2',
        ...(pressureClass ? { class: pressureClass } : {}),
        ...(bands ? { bands } : {}),
      },
    ];
  });
}
