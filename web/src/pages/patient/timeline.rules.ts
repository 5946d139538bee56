import type { Allergy, ChronicCondition, HealthRecord, Vaccination } from '../../api/types.ts';
import { wallClock } from '../../parts/format.ts';
import { patientText } from '../../text/patient.ts';

export type Kind = keyof typeof patientText.timeline.kinds;

export type TimelineEvent =
  | { kind: 'visit'; id: string; on: string; visit: HealthRecord }
  | { kind: 'vaccination' | 'condition' | 'allergy'; id: string; on: string; title: string; label: string };

interface Known {
  visits: HealthRecord[];
  vaccinations: Vaccination[];
  conditions: ChronicCondition[];
  allergies: Allergy[];
  /** All visits are loaded; otherwise nothing older than the last loaded visit may be shown, or gaps would look like facts. */
  isWhole: boolean;
}

/** One order over all that has a date, the newest first; what has none stands on its own tab only. */
export function eventsOf(kind: Kind, known: Known): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  if (kind === 'all' || kind === 'visits') {
    for (const visit of known.visits) {
      events.push({ kind: 'visit', id: visit.id, on: wallClock(new Date(visit.occurredAt)).slice(0, 10), visit });
    }
  }
  if (kind === 'all' || kind === 'vaccinations') {
    for (const { id, administeredOn, vaccineName } of known.vaccinations) {
      const label = patientText.columns.vaccine;
      events.push({ kind: 'vaccination', id, on: administeredOn, title: vaccineName, label });
    }
  }
  if (kind === 'all' || kind === 'problems') {
    const { onset } = patientText.timeline;
    for (const { id, onsetDate, name } of known.conditions) {
      if (onsetDate) events.push({ kind: 'condition', id, on: onsetDate, title: name, label: onset });
    }
    for (const { id, onsetDate, allergen } of known.allergies) {
      if (onsetDate) events.push({ kind: 'allergy', id, on: onsetDate, title: allergen, label: onset });
    }
  }
  const oldest = known.isWhole || kind === 'vaccinations' || kind === 'problems' ? '' : oldestOf(known.visits);
  return events.filter(({ on }) => on >= oldest).sort((one, other) => other.on.localeCompare(one.on));
}

function oldestOf(visits: HealthRecord[]): string {
  const last = visits.at(-1);
  return last ? wallClock(new Date(last.occurredAt)).slice(0, 10) : '';
}
