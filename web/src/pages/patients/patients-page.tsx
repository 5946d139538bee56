import {
  memo,
  useDeferredValue,
  useEffect,
  useRef,
  useState,
  lazy,
  Suspense,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { usePages } from '../../api/queries.ts';
import type { PatientIdentity } from '../../api/types.ts';
import { age, calendarDate } from '../../parts/format.ts';
import { useSchools } from '../../parts/schools.ts';
import { Empty, Failure, More, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useMe } from '../../session/session.tsx';
import { mayMerge } from '../../shell/places.ts';
import { text } from '../../text/en.ts';
import { patientsText as t } from '../../text/patients.ts';
import { changed, filterOf } from './filter.rules.ts';
import { Filters } from './filters.tsx';
import './patients.css';

const NewPatientDialog = lazy(() => import('./new-patient-dialog.tsx'));
const PAGE_SIZE = 50;
const TYPING_PAUSE_MS = 150;
const DRAWN_AT_ONCE = 100;
const DRAW_PAUSE_MS = 30;

/** The worklist: find someone by name or MRN and open them, by keyboard alone if one likes. The search stands in the address. */
export default function PatientsPage(): ReactNode {
  useTitle(t.title);
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const [adding, setAdding] = useState(false);
  const filter = filterOf(params);
  const isNarrowed = search !== '' || Object.keys(filter).length > 0;
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(search ? { search } : {}), ...filter });
  const list = usePages<PatientIdentity>(`/patients?${query.toString()}`, { keep: true });
  const schools = useSchools();
  const rows = useRef<HTMLTableSectionElement>(null);
  const patients = useDeferredValue(list.data);
  const drawn = useDrawn(patients?.length ?? 0, query.toString());
  const [, go] = useLocation();

  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t.title}</h1>
        </div>
        <div className="row">
          {mayMerge(me.role) && (
            <Link href="/patients/duplicates" className="button">
              {t.duplicates}
            </Link>
          )}
          {(mayMerge(me.role) || me.role === 'receptionist') && (
            <button type="button" className="button" onClick={() => setAdding(true)}>
              {t.add}
            </button>
          )}
        </div>
      </header>
      <section className="card">
        <header>
          <SearchBox
            value={search}
            onChange={(value) => setParams(changed(params, 'search', value), { replace: true })}
            onDown={() => rows.current?.querySelector('a')?.focus()}
          />
          <Filters
            filter={filter}
            onChange={(name, value) => {
              if ((filter[name] ?? '') !== value) setParams(changed(params, name, value), { replace: true });
            }}
            onClear={() => setParams(search ? { search } : {}, { replace: true })}
          />
          <p className="soft small" role="status">
            {list.data && t.shown(list.data.length, list.hasNextPage)}
          </p>
        </header>
        {list.error && <Failure problem={list.error} retry={() => void list.refetch()} />}
        {!patients && !list.error && <Skeleton lines={12} />}
        {patients?.length === 0 && (
          <Empty title={isNarrowed ? t.noMatch(search) : t.none}>
            <p>{isNarrowed ? t.noMatchLead : t.noneLead}</p>
          </Empty>
        )}
        {patients && patients.length > 0 && (
          <table className="table worklist">
            <caption className="unseen">{t.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.columns.name}</th>
                <th scope="col">{t.columns.mrn}</th>
                <th scope="col">{t.columns.born}</th>
                <th scope="col" className="number">
                  {t.columns.age}
                </th>
                <th scope="col">{t.columns.sex}</th>
                <th scope="col">{t.columns.grade}</th>
                {schools && <th scope="col">{t.columns.school}</th>}
              </tr>
            </thead>
            <tbody ref={rows} onKeyDown={moveBetweenRows} onClick={(event) => openWithin(event, go)}>
              {patients.slice(0, drawn).map((patient) => (
                <PatientRow key={patient.id} patient={patient} school={schools?.get(patient.organizationId)} />
              ))}
            </tbody>
          </table>
        )}
        <More list={list} />
      </section>
      {adding && (
        <Suspense>
          <NewPatientDialog onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  );
}

/**
 * How many of the rows to draw now: a hundred at once and the rest a hundred at a time, so that nothing that is pressed waits
 * for a thousand (on a slow laptop they take two seconds). `list` names what is listed; another begins anew.
 */
function useDrawn(total: number, list: string): number {
  const [drawn, setDrawn] = useState({ list, count: DRAWN_AT_ONCE });
  const count = drawn.list === list ? drawn.count : DRAWN_AT_ONCE;
  useEffect(() => {
    if (count >= total) return undefined;
    const timer = setTimeout(() => setDrawn({ list, count: count + DRAWN_AT_ONCE }), DRAW_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [count, total, list]);
  return count;
}

/** Opens a row's link without loading the page anew; one listener for all rows, a thousand of which cost time to set up. */
function openWithin(event: MouseEvent<HTMLElement>, go: (path: string) => void): void {
  const link = (event.target as Element).closest('a');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain) return;
  event.preventDefault();
  // The row lights up first: taking a thousand of them away is what takes time on a slow laptop.
  requestAnimationFrame(() => setTimeout(() => go(link.pathname)));
}

const PatientRow = memo(function PatientRow({
  patient,
  school,
}: {
  patient: PatientIdentity;
  school: string | undefined;
}): ReactNode {
  return (
    <tr>
      <td className="lead">
        <a href={`/patients/${patient.id}`}>
          {patient.familyName}, {patient.givenName}
        </a>
      </td>
      <td data-label={t.columns.mrn} className="code">
        {patient.mrn}
      </td>
      <td data-label={t.columns.born}>{calendarDate(patient.birthDate)}</td>
      <td data-label={t.columns.age} className="number">
        {age(patient.birthDate)}
      </td>
      <td data-label={t.columns.sex}>{t.sexes[patient.sex]}</td>
      <td data-label={t.columns.grade}>{patient.grade || text.none}</td>
      {school && <td data-label={t.columns.school}>{school}</td>}
    </tr>
  );
});

function SearchBox({
  value,
  onChange,
  onDown,
}: {
  value: string;
  onChange: (value: string) => void;
  onDown: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
        return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focusOnSlash);
    return () => removeEventListener('keydown', focusOnSlash);
  }, []);
  return (
    <div className="worklist-search" role="search">
      <label htmlFor="worklist-search">{t.search}</label>
      <input
        ref={input}
        id="worklist-search"
        className="input"
        type="search"
        aria-describedby="worklist-hint"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
        }}
      />
      <span id="worklist-hint" className="soft small">
        {t.searchHint}
      </span>
    </div>
  );
}

/** Up and down walk the names; up from the first returns to the search. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as Element).closest('tr');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const target =
    next?.querySelector('a') ??
    (event.key === 'ArrowUp' ? document.querySelector<HTMLElement>('.worklist-search input') : null);
  if (!target) return;
  event.preventDefault();
  target.focus();
}
