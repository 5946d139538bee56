import type { EventView } from '../reading/event-view.js';

/** AuditEvent.action of FHIR R4: create, read, update, delete, execute. */
const ACTIONS: Readonly<Record<string, string>> = {
  create: 'C',
  upload: 'C',
  import: 'C',
  read: 'R',
  list: 'R',
  search: 'R',
  download: 'R',
  export: 'R',
  verify: 'R',
  update: 'U',
  restore: 'U',
  merge: 'U',
  transfer: 'U',
  'rotate-key': 'U',
  retire: 'D',
  delete: 'D',
  'destroy-key': 'D',
};

/** AuditEvent.outcome: 0 success, 4 minor failure, 8 serious failure. */
const OUTCOMES: Readonly<Record<string, string>> = { success: '0', denied: '4', failed: '8' };

/** An event as FHIR R4 AuditEvent (https://hl7.org/fhir/R4/auditevent.html), under the profile of IHE BALP where it has one. */
export function fhirAuditEvent(event: EventView): Record<string, unknown> {
  const { actor } = event;
  return {
    resourceType: 'AuditEvent',
    id: event.id,
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'RESTful Operation',
    },
    subtype: [{ system: 'urn:white-cross:audit-action', code: event.action }],
    action: ACTIONS[event.action] ?? 'E',
    recorded: event.occurredAt,
    outcome: OUTCOMES[event.outcome] ?? '4',
    purposeOfEvent: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: event.purpose }] },
    ],
    agent: [
      {
        requestor: true,
        who:
          actor.id === null
            ? { display: 'White Cross' }
            : { identifier: { system: 'urn:white-cross:user', value: actor.id } },
        ...(actor.role === null ? {} : { role: [{ coding: [{ system: 'urn:white-cross:role', code: actor.role }] }] }),
        ...(event.address === null ? {} : { network: { address: event.address, type: '2' } }),
      },
    ],
    source: { observer: { display: 'White Cross' } },
    entity: entitiesOf(event),
  };
}

function entitiesOf(event: EventView): Record<string, unknown>[] {
  const what = {
    what: {
      identifier: { system: `urn:white-cross:${event.resourceType}`, value: event.resourceId ?? event.resourceType },
    },
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '2', display: 'System Object' },
  };
  if (event.patientId === null) return [what];
  const patient = {
    what: { identifier: { system: 'urn:white-cross:patient', value: event.patientId } },
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1', display: 'Person' },
    role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1', display: 'Patient' },
  };
  return [patient, what];
}
