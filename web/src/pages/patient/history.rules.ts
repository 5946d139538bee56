import type { RecordChange } from '../../api/types.ts';

/** What the service keeps about a record, and not what was recorded. */
const KEPT = new Set(['id', 'patientId', 'version', 'createdAt', 'updatedAt']);

export interface Difference {
  name: string;
  before: string;
  after: string;
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
