import type { RecordChange } from '../../api/types.ts';

/** What the service keeps about a record, and not what was recorded. */
const KEPT = new Set(['id', 'patientId', 'version', 'createdAt', 'updatedAt']);

export interface Difference {
  name: string;
  before: string;
  after: string;
}

/** What a record said at an instant: its values, `null` when it was not there or was retired. */
export function asItWas(changes: RecordChange[], at: string): Record<string, string> | null {
  const newestFirst = changes.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
  const last = newestFirst.find((change) => Date.parse(change.at) <= Date.parse(at));
  // Before the first change that is known of, it said what that change found: what an import brought in has no event.
  const values = last ? last.next : (newestFirst.at(-1)?.previous ?? null);
  if (values === null) return null;
  return Object.fromEntries(Object.entries(flat(values)).filter(([name]) => !KEPT.has(name)));
}

/** What a change changed, field by field; nested values such as vitals by their own names. */
export function differences({ previous, next }: RecordChange): Difference[] {
  const [before, after] = [flat(previous), flat(next)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !KEPT.has(name));
  return names.flatMap((name) => {
    const difference = { name, before: before[name] ?? '', after: after[name] ?? '' };
    return difference.before === difference.after ? [] : [difference];
  });
}

function flat(values: Record<string, unknown> | null): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') Object.assign(result, flat(value as Record<string, unknown>));
    else result[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return result;
}
