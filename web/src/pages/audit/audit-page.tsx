import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { AuditEvent } from '../../api/audit-types.ts';
import { usePages } from '../../api/queries.ts';
import { instant, words } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { text } from '../../text/en.ts';
import { auditText as t } from '../../text/audit.ts';
import { EventDialog } from './event-dialog.tsx';
import { ExportCard } from './export-card.tsx';
import { Filters } from './filters.tsx';
import { filterOf, queryOf } from './filter.rules.ts';
import { VerifyCard } from './verify-card.tsx';
import './audit.css';

/** Who did what to whose record, and whether the trail that says so was left alone. The search stands in the address. */
export default function AuditPage(): ReactNode {
  useTitle(t.title);
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const list = usePages<AuditEvent>(`/audit/events?${queryOf(filter)}`, { keep: true });
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.title}</h1>
        {filter.patientId && (
          <Link href={`/audit/patients/${filter.patientId}`} className="button">
            {t.whoSaw}
          </Link>
        )}
      </header>
      <Filters key={params.toString()} filter={filter} onApply={(next) => setParams(next)} />
      <div className="audit-tools">
        <VerifyCard />
        <ExportCard filter={filter} />
      </div>
      <section className="card">
        <Loaded of={list} lines={10}>
          {(events) =>
            events.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            ) : (
              <EventTable events={events} onOpen={setOpened} />
            )
          }
        </Loaded>
        <More list={list} />
      </section>
      {opened && <EventDialog eventId={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}

function EventTable({ events, onOpen }: { events: AuditEvent[]; onOpen: (id: string) => void }): ReactNode {
  return (
    <table className="table">
      <caption className="unseen">{t.title}</caption>
      <thead>
        <tr>
          <th scope="col">{t.columns.when}</th>
          <th scope="col">{t.columns.who}</th>
          <th scope="col">{t.columns.action}</th>
          <th scope="col">{t.columns.resource}</th>
          <th scope="col">{t.columns.patient}</th>
          <th scope="col">{t.columns.outcome}</th>
          <th scope="col">
            <span className="unseen">{t.details}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id} className={event.isBreakGlass ? 'behind-glass' : undefined}>
            <td className="lead">{instant(event.occurredAt)}</td>
            <td data-label={t.columns.who}>
              {event.actor.role ? words(event.actor.role) : t.service}{' '}
              {event.actor.id && <ShortId id={event.actor.id} name="actorId" />}
            </td>
            <td data-label={t.columns.action}>
              <span className="row">
                {words(event.action)}
                {event.isBreakGlass && <span className="badge danger">{t.breakGlass}</span>}
                {event.archived && <span className="badge">{t.archived}</span>}
              </span>
            </td>
            <td data-label={t.columns.resource}>{words(event.resourceType)}</td>
            <td data-label={t.columns.patient}>
              {event.patientId ? <ShortId id={event.patientId} name="patientId" /> : text.none}
            </td>
            <td data-label={t.columns.outcome}>
              <span className={event.outcome === 'success' ? undefined : 'badge warn'}>{words(event.outcome)}</span>
            </td>
            <td>
              <button type="button" className="button quiet" onClick={() => onOpen(event.id)}>
                {t.details}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The end of an id, which tells ids apart; it leads to everything about it. */
function ShortId({ id, name }: { id: string; name: 'actorId' | 'patientId' }): ReactNode {
  return (
    <Link href={`/audit?${new URLSearchParams({ [name]: id }).toString()}`} className="code" title={id}>
      …{id.slice(-8)}
    </Link>
  );
}
