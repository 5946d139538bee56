import type { FormEvent, ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { usePages } from '../../api/queries.ts';
import type { HighlightPart, SearchHit } from '../../api/search-types.ts';
import type { RecordType } from '../../api/types.ts';
import { InputField, SelectField } from '../../parts/field.tsx';
import { calendarDate, instant, today, words } from '../../parts/format.ts';
import { valuesOf } from '../../parts/form.tsx';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { searchText as t } from '../../text/search.ts';
import './search.css';

const TYPES: RecordType[] = ['CHECKUP', 'ILLNESS', 'INJURY', 'SCREENING', 'VITALS', 'MEDICATION', 'INCIDENT', 'NOTE'];
const FIELDS = ['q', 'type', 'from', 'to'] as const;
const PAGE_SIZE = 25;

/** Finds records by what was written in them. The search stands in the address and runs on Enter: each leaves its trace. */
export default function SearchPage(): ReactNode {
  useTitle(t.title);
  const [params, setParams] = useSearchParams();
  const asked = Object.fromEntries(
    FIELDS.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])),
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setParams(valuesOf(event.currentTarget));
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="soft">{t.lead}</p>
        </div>
      </header>
      <form key={params.toString()} className="card" onSubmit={submit} role="search">
        <div className="body record-search">
          <InputField
            label={t.q}
            name="q"
            hint={t.hint}
            type="search"
            required
            autoComplete="off"
            spellCheck={false}
            autoFocus
            maxLength={500}
            defaultValue={asked.q ?? ''}
          />
          <SelectField
            label={t.type}
            name="type"
            options={[{ value: '', label: t.all }, ...TYPES.map((value) => ({ value, label: words(value) }))]}
            defaultValue={asked.type ?? ''}
          />
          <InputField label={t.from} name="from" type="date" max={today()} defaultValue={asked.from ?? ''} />
          <InputField label={t.to} name="to" type="date" max={today()} defaultValue={asked.to ?? ''} />
          <button type="submit" className="button primary">
            {t.run}
          </button>
        </div>
      </form>
      {asked.q ? (
        <Results query={new URLSearchParams({ ...asked, limit: String(PAGE_SIZE) }).toString()} />
      ) : (
        <section className="card">
          <Empty title={t.start}>
            <p>{t.startLead}</p>
          </Empty>
        </section>
      )}
    </div>
  );
}

function Results({ query }: { query: string }): ReactNode {
  const list = usePages<SearchHit>(`/health-records/search?${query}`);
  return (
    <section className="card">
      <header>
        <h2>{t.results}</h2>
        <p className="soft small" role="status">
          {list.data && t.found(list.data.length, list.hasNextPage)}
        </p>
      </header>
      <Loaded of={list} lines={8}>
        {(hits) =>
          hits.length === 0 ? (
            <Empty title={list.hasNextPage ? t.noneYet : t.none}>
              <p>{list.hasNextPage ? t.noneYetLead : t.noneLead}</p>
            </Empty>
          ) : (
            <ol className="list hits">
              {hits.map((hit) => (
                <li key={hit.id}>
                  <Hit hit={hit} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      <More list={list} />
    </section>
  );
}

function Hit({ hit }: { hit: SearchHit }): ReactNode {
  const { patient, type, occurredAt, description, provider, confidential, highlights } = hit;
  return (
    <article className="stack">
      <div className="row apart">
        <span className="row">
          <Link href={`/patients/${patient.id}/timeline`}>
            {patient.familyName}, {patient.givenName}
          </Link>
          <span className="soft small">
            {calendarDate(patient.birthDate)} · {patient.mrn}
          </span>
        </span>
        <span className="row">
          {confidential && <span className="badge warn">{t.confidential}</span>}
          <span className="badge">{words(type)}</span>
          <span className="soft small">{instant(occurredAt)}</span>
        </span>
      </div>
      <p>{highlights.description ? <Marked parts={highlights.description} /> : description}</p>
      {highlights.notes && (
        <p className="soft">
          {t.notes}: <Marked parts={highlights.notes} />
        </p>
      )}
      {provider && (
        <p className="soft small">
          {t.by} {highlights.provider ? <Marked parts={highlights.provider} /> : provider}
        </p>
      )}
    </article>
  );
}

/** The service sends pieces of plain text, so that nothing of a record is ever taken for markup. */
function Marked({ parts }: { parts: HighlightPart[] }): ReactNode {
  return parts.map(({ text, isMatch }, index) => (isMatch ? <mark key={index}>{text}</mark> : text));
}
