/** Where one measurement stands among children of the same sex and age (or height). */
export interface Standing {
  /** Standard deviations from the median. */
  zScore: number;
  /** Share of the reference population below, 0 to 100. */
  percentile: number;
  /** CDC's modified z-score, by which implausible values are told. */
  modifiedZScore: number;
  /** The reference's median, in the measurement's own unit. */
  median: number;
  isImplausiblyLow: boolean;
  isImplausiblyHigh: boolean;
}
