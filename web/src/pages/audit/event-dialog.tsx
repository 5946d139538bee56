import type { ReactNode } from 'react';
import type { AuditEventWithValues } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { instant, words } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { auditText } from '../../text/audit.ts';

const t = auditText.detail;

/** One event whole, with what it keeps sealed. Opening it is itself an event. */
export function EventDialog({ eventId, onClose }: { eventId: string; onClose: () => void }): ReactNode {
  const event = useRead<AuditEventWithValues>(`/audit/events/${eventId}`);
  return (
    <Dialog title={t.title} onClose={onClose}>
      <Loaded of={event}>{(found) => <Whole event={found} />}</Loaded>
      <div className="actions">
        <button type="button" className="button" onClick={onClose} autoFocus>
          {text.close}
        </button>
      </div>
    </Dialog>
  );
}

function Whole({ event }: { event: AuditEventWithValues }): ReactNode {
  const facts: [string, string | null][] = [
    [auditText.columns.when, instant(event.occurredAt)],
    [auditText.columns.action, `${words(event.action)}, ${words(event.resourceType).toLowerCase()}`],
    [auditText.columns.outcome, words(event.outcome)],
    [t.purpose, words(event.purpose)],
    [t.actorId, event.actor.id],
    [t.patientId, event.patientId],
    [t.resourceId, event.resourceId],
    [t.address, event.address],
    [t.requestId, event.requestId],
    [t.id, event.id],
  ];
  return (
    <>
      <dl className="facts event-facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <h3>{t.values}</h3>
      {event.erased && <p className="notice warn">{t.erased}</p>}
      {!event.erased && !event.values && <p className="soft">{t.noValues}</p>}
      {event.values && <pre className="values">{JSON.stringify(event.values, null, 2)}</pre>}
    </>
  );
}
