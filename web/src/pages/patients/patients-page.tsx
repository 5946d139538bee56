import { useDeferredValue, useRef, useState, lazy, Suspense, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { usePages } from '../../api/queries.ts';
import type { PatientIdentity } from '../../api/types.ts';
import { Empty, Failure, More, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useMe } from '../../session/session.tsx';
import { mayMerge } from '../../shell/places.ts';
import { patientsText as t } from '../../text/patients.ts';
import { changed, filterOf, listOf } from './filter.rules.ts';
import { Filters } from './filters.tsx';
import { SearchBox } from './search-box.tsx';
import { Worklist } from './worklist.tsx';
import './patients.css';

const NewPatientDialog = lazy(() => import('./new-patient-dialog.tsx'));

/** The worklist: find someone by name or MRN and open them, by keyboard alone if one likes. The search stands in the address. */
export function PatientsPage(): ReactNode {
  useTitle(t.title);
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const [adding, setAdding] = useState(false);
  const filter = filterOf(params);
  const isNarrowed = search !== '' || Object.keys(filter).length > 0;
  const path = listOf(params);
  const list = usePages<PatientIdentity>(path, { keep: true });
  const rows = useRef<HTMLTableElement>(null);
  // What replaces rows may wait for what is typed; the first rows wait for nothing.
  const patients = useDeferredValue(list.data) ?? list.data;

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
        <header className="no-print">
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
        {patients && patients.length > 0 && <Worklist patients={patients} list={path} table={rows} />}
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
