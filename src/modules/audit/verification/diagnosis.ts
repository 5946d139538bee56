import { diagnose, holdsDigest, strayEvent } from './batch-check.js';
import { EventGroups, type EventGroup } from './event-groups.js';
import type { Findings } from './findings.js';
import { LineReader } from './line-reader.js';
import { batchOf, type TrailMonth } from './stored-trail.js';

/** Reads a month again, its events sorted into their batches, and names those that are not as they were written. Returns how many there are. */
export async function diagnoseMonth(stored: TrailMonth, findings: Findings): Promise<number> {
  const { month } = stored;
  const events = new EventGroups(stored.events());
  const batches = new LineReader(stored.batches());
  let count = 0;
  let group = await events.next();
  const pass = async ({ lines }: EventGroup): Promise<EventGroup | undefined> => {
    count += lines.length;
    return events.next();
  };
  const passStray = async (stray: EventGroup): Promise<EventGroup | undefined> => {
    for (const line of stray.lines) findings.add({ month, ...strayEvent(line) });
    return pass(stray);
  };
  for (let line = await batches.next(); line; line = await batches.next()) {
    const batch = batchOf(line);
    while (group && group.batchId < batch.id) group = await passStray(group);
    const own = group?.batchId === batch.id ? group : undefined;
    const lines = own?.lines ?? [];
    if (!holdsDigest(batch, lines)) for (const found of diagnose(batch, lines)) findings.add({ month, ...found });
    if (own) group = await pass(own);
  }
  while (group) group = await passStray(group);
  return count;
}
