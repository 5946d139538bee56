import { Component, lazy, Suspense, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Empty, Skeleton } from './parts/states.tsx';
import { useMe } from './session/session.tsx';
import { placesOf } from './shell/places.ts';
import { text } from './text/en.ts';

const PatientsPage = lazy(() => import('./pages/patients/patients-page.tsx'));
const PatientPage = lazy(() => import('./pages/patient/patient-page.tsx'));
const ImportsPage = lazy(() => import('./pages/imports/imports-page.tsx'));
const NewImportPage = lazy(() => import('./pages/imports/new-import-page.tsx'));
const ImportPage = lazy(() => import('./pages/imports/import-page.tsx'));
const OperationsPage = lazy(() => import('./pages/operations/operations-page.tsx'));
const AuditPage = lazy(() => import('./pages/audit/audit-page.tsx'));
const DisclosuresPage = lazy(() => import('./pages/audit/disclosures-page.tsx'));
const TodayPage = lazy(() => import('./pages/today/today-page.tsx'));

/** Which address shows which page; each is loaded when first opened. */
export function App(): ReactNode {
  const [path] = useLocation();
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
          <Route path="/patients/:id/*?">{(params) => <PatientPage key={params.id} patientId={params.id} />}</Route>
          <Route path="/imports">
            <ImportsPage />
          </Route>
          <Route path="/imports/new">
            <NewImportPage />
          </Route>
          <Route path="/imports/:id">{(params) => <ImportPage key={params.id} importId={params.id} />}</Route>
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
  return (
    <Empty title={text.notFound.title}>
      <p>{text.notFound.lead}</p>
      <Link href="/" className="button">
        {text.notFound.home}
      </Link>
    </Empty>
  );
}

/** A page that fails to load or to draw says so, and leaves the frame usable. */
class PageFault extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="notice danger" role="alert">
        <strong>{text.problems.title}</strong>
        <p className="small">{text.problems.what.again}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {text.problems.retry}
        </button>
      </div>
    );
  }
}
