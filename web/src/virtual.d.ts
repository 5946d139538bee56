declare module 'virtual:growth-curves' {
  /** Age in months, L, M, S. */
  export type CurveRow = [number, number, number, number];
  /** One table's part of a curve. */
  export type CurveSegment = CurveRow[];
  export const growthCurves: Record<string, Record<string, Record<'female' | 'male', CurveSegment[]>>>;
}
