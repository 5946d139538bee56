export type Severity = 'info' | 'warning' | 'critical';

/** A threshold that is crossed: what that means for the people who use the service, and what to do about it. */
export interface Alert {
  /** Stable kebab-case word; with `subject` it tells one alert from another. */
  code: string;
  /** Which of several: a queue, a process. */
  subject?: string;
  severity: Severity;
  title: string;
  meaning: string;
  action: string;
  value: number | string;
  threshold: number | string;
}

/** An alert with the instant it was raised (ISO 8601). */
export interface RaisedAlert extends Alert {
  since: string;
}
