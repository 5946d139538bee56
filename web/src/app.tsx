import { lazy, Suspense, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Empty, Skeleton } from './parts/states.tsx';
import { useMe } from './session/session.tsx';
import { PageFault } from './shell/page-fault.tsx';
import { isOpenTo, placesOf } from './shell/places.ts';
import { text } from './text/en.ts';

const load = {
  patients: () => import('./pages/patients/patients-page.tsx'),
  duplicates: () => import('./pages/duplicates/duplicates-page.tsx'),
  search: () => import('./pages/search/search-page.tsx'),
  patient: () => import('./pages/patient/patient-page.tsx'),
  imports: () => import('./pages/imports/imports-page.tsx'),
  newImport: () => import('./pages/imports/new-import-page.tsx'),
  oneImport: () => import('./pages/imports/import-page.tsx'),
  exports: () => import('./pages/exports/exports-page.tsx'),
  operations: () => import('./pages/operations/operations-page.tsx'),
  audit: () => import('./pages/audit/audit-page.tsx'),
  disclosures: () => import('./pages/audit/disclosures-page.tsx'),
  today: () => import('./pages/today/today-page.tsx'),
};
const PatientsPage = lazy(load.patients);
const DuplicatesPage = lazy(load.duplicates);
const SearchPage = lazy(load.search);
const PatientPage = lazy(load.patient);
const ImportsPage = lazy(load.imports);
const NewImportPage = lazy(load.newImport);
const ImportPage = lazy(load.oneImport);
const ExportsPage = lazy(load.exports);
const OperationsPage = lazy(load.operations);
const AuditPage = lazy(load.audit);
const DisclosuresPage = lazy(load.disclosures);
const TodayPage = lazy(load.today);

const PAGE_OF: [path: RegExp, page: () => Promise<unknown>][] = [
  [/^\/today/, load.today],
  [/^\/patients\/duplicates/, load.duplicates],
  [/^\/patients\/./, load.patient],
  [/^\/patients/, () => load.patients().then(({ askFirst }) => askFirst())],
  [/^\/search/, load.search],
  [/^\/operations/, load.operations],
  [/^\/audit/, load.audit],
];

/** Begins to load the page of an address while it is still being found out who asks: one round trip less until it shows. */
export function preload(path: string): void {
  // A page that cannot be loaded says so when it is shown.
  PAGE_OF.find(([pattern]) => pattern.test(path))?.[1]().catch(() => undefined);
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
