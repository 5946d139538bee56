import { Suspense, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { askAhead } from './api/queries.ts';
import { listOf } from './pages/patients/filter.rules.ts';
import { PatientsPage } from './pages/patients/patients-page.tsx';
import { Empty, Skeleton } from './parts/states.tsx';
import { useMe } from './session/session.tsx';
import { page } from './shell/page.tsx';
import { PageFault } from './shell/page-fault.tsx';
import { isOpenTo, placesOf } from './shell/places.ts';
import { text } from './text/en.ts';

const DuplicatesPage = page(() => import('./pages/duplicates/duplicates-page.tsx'));
const SearchPage = page(() => import('./pages/search/search-page.tsx'));
const PatientPage = page(() => import('./pages/patient/patient-page.tsx'));
const ImportsPage = page(() => import('./pages/imports/imports-page.tsx'));
const NewImportPage = page(() => import('./pages/imports/new-import-page.tsx'));
const ImportPage = page(() => import('./pages/imports/import-page.tsx'));
const ExportsPage = page(() => import('./pages/exports/exports-page.tsx'));
const OperationsPage = page(() => import('./pages/operations/operations-page.tsx'));
const AuditPage = page(() => import('./pages/audit/audit-page.tsx'));
const DisclosuresPage = page(() => import('./pages/audit/disclosures-page.tsx'));
const TodayPage = page(() => import('./pages/today/today-page.tsx'));

const PAGE_OF: [path: RegExp, page: { load: () => Promise<unknown> }][] = [
  [/^\/today/, TodayPage],
  [/^\/patients\/duplicates/, DuplicatesPage],
  [/^\/patients\/./, PatientPage],
  [/^\/search/, SearchPage],
  [/^\/operations/, OperationsPage],
  [/^\/audit/, AuditPage],
];

/**
 * Begins to load what an address shows while it is still being found out who asks: a round trip less until it is there. Of the
 * worklist, which most people begin with, these are its first patients: its page came with the rest.
 */
export function preload({ pathname, search }: Location): void {
  if (pathname === '/patients') askAhead(listOf(new URLSearchParams(search)));
  // A page that cannot be loaded says so when it is shown.
  PAGE_OF.find(([pattern]) => pattern.test(pathname))?.[1]
    .load()
    .catch(() => undefined);
}

/** Which address shows which page; each is loaded when first opened. */
export function App(): ReactNode {
  const [path] = useLocation();
  if (!isOpenTo(useMe(), path)) return <NoPage title={text.forbidden.title} lead={text.problems.what.forbidden} />;
  return (
    <PageFault key={path.split('/')[1]}>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          <Route path="/">
            <Start />
          </Route>
          <Route path="/today">
            <TodayPage />
          </Route>
          <Route path="/patients">
            <PatientsPage />
          </Route>
          <Route path="/patients/duplicates">
            <DuplicatesPage />
          </Route>
          <Route path="/search">
            <SearchPage />
          </Route>
          <Route path="/patients/:id/*?">{(params) => <PatientPage key={params.id} patientId={params.id} />}</Route>
          <Route path="/imports">
            <ImportsPage />
          </Route>
          <Route path="/imports/new">
            <NewImportPage />
          </Route>
          <Route path="/imports/:id">{(params) => <ImportPage key={params.id} importId={params.id} />}</Route>
          <Route path="/exports">
            <ExportsPage />
          </Route>
          <Route path="/operations">
            <OperationsPage />
          </Route>
          <Route path="/audit">
            <AuditPage />
          </Route>
          <Route path="/audit/patients/:id">{(params) => <DisclosuresPage patientId={params.id} />}</Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </PageFault>
  );
}

function Start(): ReactNode {
  const first = placesOf(useMe())[0];
  return first ? <Redirect to={first.path} replace /> : <NotFound />;
}

function NotFound(): ReactNode {
  return <NoPage title={text.notFound.title} lead={text.notFound.lead} />;
}

function NoPage({ title, lead }: { title: string; lead: string }): ReactNode {
  return (
    <Empty title={title}>
      <p>{lead}</p>
      <Link href="/" className="button">
        {text.notFound.home}
      </Link>
    </Empty>
  );
}
