import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { AuditEvent } from '../../api/types.ts';
import { usePages } from '../../api/queries.ts';
import { instant, words } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
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

const COLUMNS: Column<AuditEvent>[] = [
  { label: t.columns.when, is: 'lead line', cell: ({ occurredAt }) => instant(occurredAt) },
  {
    label: t.columns.who,
    cell: ({ actor }) => (
      <span>
        {actor.role ? words(actor.role) : t.service} {actor.id && <ShortId id={actor.id} name="actorId" />}
      </span>
    ),
  },
  {
    label: t.columns.action,
    cell: ({ action, isBreakGlass, archived }) => (
      <span className="row">
        {words(action)}
        {isBreakGlass && <span className="badge danger">{t.breakGlass}</span>}
        {archived && <span className="badge">{t.archived}</span>}
      </span>
    ),
  },
  { label: t.columns.resource, cell: ({ resourceType }) => words(resourceType) },
  {
    label: t.columns.patient,
    is: 'line',
    cell: ({ patientId }) => (patientId ? <ShortId id={patientId} name="patientId" /> : text.none),
  },
  {
    label: t.columns.outcome,
    cell: ({ outcome }) => <span className={outcome === 'success' ? undefined : 'badge warn'}>{words(outcome)}</span>,
  },
];

function EventTable({ events, onOpen }: { events: AuditEvent[]; onOpen: (id: string) => void }): ReactNode {
  const details: Column<AuditEvent> = {
    label: t.details,
    is: 'actions',
    cell: ({ id }) => (
      <button type="button" className="button quiet" onClick={() => onOpen(id)}>
        {t.details}
      </button>
    ),
  };
  return (
    <Table
      name={t.title}
      rows={events}
      columns={[...COLUMNS, details]}
      keyOf={({ id }) => id}
      classOf={({ isBreakGlass }) => (isBreakGlass ? 'behind-glass' : undefined)}
    />
  );
}

/** The end of an id, which tells ids apart; it leads to everything about it. */
function ShortId({ id, name }: { id: string; name: 'actorId' | 'patientId' }): ReactNode {
  return (
    <Link href={`/audit?${new URLSearchParams({ [name]: id }).toString()}`} className="code short-id" title={id}>
      …{id.slice(-8)}
    </Link>
  );
}
