import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useRead } from '../../api/queries.ts';
import type { Patient, Summary } from '../../api/types.ts';
import { Failure, Loaded, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useMe } from '../../session/session.tsx';
import { PageFault } from '../../shell/page-fault.tsx';
import { mayReadRecords, mayRecord, seesWhoLooked } from '../../shell/places.ts';
import { patientText as t } from '../../text/patient.ts';
import { Banner } from './banner.tsx';
import { AllergiesTab } from './allergies-tab.tsx';
import { ConditionsTab } from './conditions-tab.tsx';
import { SummaryTab } from './summary-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { VaccinationsTab } from './vaccinations-tab.tsx';
import { ContactCard } from './contact-card.tsx';
import { tabsOf, type Tab } from './tabs.ts';
import './patient.css';

const GrowthTab = lazy(() => import('./growth-tab.tsx'));
const VitalsTab = lazy(() => import('./vitals-tab.tsx'));
const GenomeTab = lazy(() => import('../genome/genome-tab.tsx'));
const AccessTab = lazy(() => import('./access-tab.tsx'));
const MergesTab = lazy(() => import('./merges-tab.tsx'));
const BreakGlass = lazy(() => import('./break-glass.tsx'));
const VisitDialog = lazy(() => import('./visit-dialog.tsx'));

/** One patient. The banner with the allergies stays in sight on every tab and at every scroll position. */
export default function PatientPage({ patientId }: { patientId: string }): ReactNode {
  useTitle(t.pageTitle);
  const { role } = useMe();
  return mayReadRecords(role) ? <WholeRecord patientId={patientId} /> : <FrontDesk patientId={patientId} />;
}

/** What reception and administration see: who the patient is and how to reach the family; the latter also who looked. */
function FrontDesk({ patientId }: { patientId: string }): ReactNode {
  const { role } = useMe();
  const base = `/patients/${patientId}`;
  const patient = useRead<Patient>(`/patients/${patientId}`);
  return (
    <Loaded of={patient}>
      {(found) => (
        <RecordFrame
          patientId={patientId}
          tabs={seesWhoLooked(role) ? ['contact', 'access', 'merges'] : []}
          banner={<Banner patient={found} />}
        >
          <Route path={base}>
            <ContactCard patientId={patientId} />
          </Route>
        </RecordFrame>
      )}
    </Loaded>
  );
}

function WholeRecord({ patientId }: { patientId: string }): ReactNode {
  const { role } = useMe();
  const base = `/patients/${patientId}`;
  const summary = useRead<Summary>(`${base}/summary`);
  const [recordingVisit, setRecordingVisit] = useState(false);
  if (!summary.data) {
    if (!summary.error) return <Skeleton lines={10} />;
    return (
      <div className="page">
        <header className="page-head">
          <h1>{t.pageTitle}</h1>
          {role !== 'patient' && (
            <Link href="/patients" className="button">
              {t.allPatients}
            </Link>
          )}
        </header>
        <Failure problem={summary.error} retry={() => void summary.refetch()} />
        {summary.error.status === 404 && role === 'clinician' && <BreakGlass patientId={patientId} />}
      </div>
    );
  }
  const { patient, allergies } = summary.data;
  return (
    <>
      <RecordFrame
        patientId={patientId}
        tabs={tabsOf(role)}
        banner={
          <Banner patient={patient} allergies={allergies} stale={summary.error !== null}>
            <button type="button" className="button banner-print no-print" onClick={() => print()}>
              {t.print}
            </button>
            {mayRecord(role) && (
              <button type="button" className="button primary" onClick={() => setRecordingVisit(true)}>
                {t.add.visit}
              </button>
            )}
          </Banner>
        }
      >
        <Route path={base}>
          <SummaryTab summary={summary.data} />
        </Route>
        <Route path={`${base}/timeline`}>
          <TimelineTab patientId={patientId} />
        </Route>
        <Route path={`${base}/allergies`}>
          <AllergiesTab patientId={patientId} />
        </Route>
        <Route path={`${base}/conditions`}>
          <ConditionsTab patientId={patientId} />
        </Route>
        <Route path={`${base}/vaccinations`}>
          <VaccinationsTab patientId={patientId} birthDate={patient.birthDate} />
        </Route>
        <Route path={`${base}/vitals`}>
          <VitalsTab patientId={patientId} />
        </Route>
        <Route path={`${base}/growth`}>
          <GrowthTab patient={patient} />
        </Route>
        <Route path={`${base}/genome`}>
          <GenomeTab patientId={patientId} />
        </Route>
      </RecordFrame>
      <Suspense>
        {recordingVisit && <VisitDialog patient={patient} onClose={() => setRecordingVisit(false)} />}
      </Suspense>
    </>
  );
}

/** What stands on the page of whoever may open it: who it is, the tabs, and the one that is open; `children` are its own routes. */
function RecordFrame({
  patientId,
  tabs,
  banner,
  children,
}: {
  patientId: string;
  tabs: Tab[];
  banner: ReactNode;
  children: ReactNode;
}): ReactNode {
  const base = `/patients/${patientId}`;
  const [here] = useLocation();
  return (
    <div className="page patient">
      {banner}
      {tabs.length > 0 && <Tabs base={base} tabs={tabs} />}
      <PageFault key={here}>
        <Suspense fallback={<Skeleton />}>
          <Switch>
            {children}
            <Route path={`${base}/access`}>
              <AccessTab patientId={patientId} />
            </Route>
            <Route path={`${base}/merges`}>
              <MergesTab patientId={patientId} />
            </Route>
          </Switch>
        </Suspense>
      </PageFault>
    </div>
  );
}

function Tabs({ base, tabs }: { base: string; tabs: Tab[] }): ReactNode {
  const [here] = useLocation();
  return (
    <nav className="tabs no-print" aria-label={t.tabs.label}>
      <ul>
        {tabs.map((tab) => {
          const path = tab === 'summary' || tab === 'contact' ? base : `${base}/${tab}`;
          return (
            <li key={tab}>
              <Link href={path} aria-current={here === path ? 'page' : undefined}>
                {t.tabs[tab]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
