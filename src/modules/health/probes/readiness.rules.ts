/** How one thing that the service stands on is doing. */
export type CheckStatus = 'ok' | 'degraded' | 'down';

export const DEPENDENCIES = ['database', 'redis', 'storage', 'migrations'] as const;

export type Dependency = (typeof DEPENDENCIES)[number];

/** One check's verdict and what it took, in ms. Why it failed is told to operators, not to whoever may probe. */
export interface Check {
  status: CheckStatus;
  durationMs: number;
}

/** Without these no request can be answered rightly; without the others the service is slower or refuses uploads only. */
const NEEDED: ReadonlySet<Dependency> = new Set(['database', 'migrations']);

/** What the loss of `dependency` makes of the whole. */
export function severityOfLoss(dependency: Dependency): CheckStatus {
  return NEEDED.has(dependency) ? 'down' : 'degraded';
}

/** The whole is as well as its worst part; a process that is ending takes nothing new, however well its parts are. */
export function overallStatus(checks: Readonly<Record<Dependency, Check>>, isDraining: boolean): CheckStatus {
  if (isDraining) return 'down';
  const statuses = DEPENDENCIES.map((dependency) => checks[dependency].status);
  if (statuses.includes('down')) return 'down';
  return statuses.includes('degraded') ? 'degraded' : 'ok';
}
