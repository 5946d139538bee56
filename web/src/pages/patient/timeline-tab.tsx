import { lazy, Suspense, useState, type ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Allergy, ChronicCondition, HealthRecord, Vaccination } from '../../api/types.ts';
import { optionsOf, Segments } from '../../parts/field.tsx';
import { calendarDate, decimal, instant, timeOfDay, words } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { patientText } from '../../text/patient.ts';
import { RecordActions } from './record-actions.tsx';
import { eventsOf, type Kind, type TimelineEvent } from './timeline.rules.ts';

const t = patientText.timeline;
const VisitDialog = lazy(() => import('./visit-dialog.tsx'));

/** What happened to this patient, the newest first. */
export function TimelineTab({ patientId }: { patientId: string }): ReactNode {
  const base = `/patients/${patientId}`;
  const visits = usePages<HealthRecord>(`${base}/health-records`);
  const vaccinations = usePages<Vaccination>(`${base}/vaccinations`);
  const conditions = usePages<ChronicCondition>(`${base}/chronic-conditions`);
  const allergies = usePages<Allergy>(`${base}/allergies`);
  const [kind, setKind] = useState<Kind>('all');
  const [editing, setEditing] = useState<HealthRecord | null>(null);
  const lists = [visits, vaccinations, conditions, allergies];
  const all = {
    data: lists.every(({ data }) => data)
      ? eventsOf(kind, {
          visits: visits.data ?? [],
          vaccinations: vaccinations.data ?? [],
          conditions: conditions.data ?? [],
          allergies: allergies.data ?? [],
          isWhole: !visits.hasNextPage,
        })
      : undefined,
    error: lists.find(({ error }) => error)?.error ?? null,
    refetch: () => Promise.all(lists.map((list) => list.refetch())),
  };

  return (
    <section className="card">
      <header>
        <h2>{patientText.tabs.timeline}</h2>
        <div className="no-print">
          <Segments label={t.show} value={kind} options={optionsOf(t.kinds)} onChange={setKind} />
        </div>
      </header>
      <Loaded of={all}>
        {(events) =>
          events.length === 0 ? (
            <Empty title={t.empty}>
              <p>{t.emptyLead}</p>
            </Empty>
          ) : (
            <ol className="timeline">
              {events.map((event) => (
                <li key={`${event.kind}-${event.id}`}>
                  <span className="soft">{calendarDate(event.on)}</span>
                  <Happening event={event} patientId={patientId} onEdit={setEditing} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      <More list={visits} />
      {editing && (
        <Suspense>
          <VisitDialog patient={{ id: patientId }} visit={editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </section>
  );
}

function Happening({
  event,
  patientId,
  onEdit,
}: {
  event: TimelineEvent;
  patientId: string;
  onEdit: (visit: HealthRecord) => void;
}): ReactNode {
  if (event.kind !== 'visit') {
    return (
      <div className="row apart">
        <strong>{event.title}</strong>
        <span className="badge">{event.label}</span>
      </div>
    );
  }
  const { visit } = event;
  return (
    <div className="timeline-what">
      <div className="row apart">
        <span className="row">
          <strong>{words(visit.type)}</strong>
          <span className="soft small">
            {[timeOfDay(visit.occurredAt), visit.provider].filter(Boolean).join(' · ')}
          </span>
          {visit.confidential && <span className="badge warn">{t.confidential}</span>}
        </span>
        <RecordActions
          patientId={patientId}
          path={`/patients/${patientId}/health-records/${visit.id}`}
          name={`${words(visit.type)}, ${instant(visit.occurredAt)}`}
          version={visit.version}
          onEdit={() => onEdit(visit)}
        />
      </div>
      <p>{visit.description}</p>
      {visit.notes && <p className="soft">{visit.notes}</p>}
      {visit.vital && <p className="soft small">{readings(visit)}</p>}
    </div>
  );
}

function readings({ vital }: HealthRecord): string {
  if (!vital) return '';
  const parts: string[] = [];
  const { systolic, diastolic, ...rest } = vital;
  // In the order in which they are always written, and not in that in which they were stored.
  for (const [name, known] of Object.entries(patientText.vital)) {
    const value = rest[name as keyof typeof rest];
    if (typeof known === 'object' && typeof value === 'number') {
      parts.push(`${known.label} ${decimal(value)} ${known.unit}`);
    }
  }
  if (systolic != null && diastolic != null) {
    parts.push(`${patientText.vital.bloodPressure} ${systolic}/${diastolic} ${patientText.vital.systolic.unit}`);
  }
  return parts.join(' · ');
}
