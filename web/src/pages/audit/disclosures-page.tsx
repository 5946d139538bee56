import type { ReactNode } from 'react';
import { patientText } from '../../text/patient.ts';
import { Disclosures } from '../patient/access-tab.tsx';
import { useTitle } from '../../parts/title.ts';

/** Who saw one patient, for an auditor who does not see the record itself. */
export default function DisclosuresPage({ patientId }: { patientId: string }): ReactNode {
  useTitle(patientText.access.title);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{patientText.access.title}</h1>
        <button type="button" className="button no-print" onClick={() => print()}>
          {patientText.print}
        </button>
      </header>
      <section className="card">
        <Disclosures patientId={patientId} />
      </section>
    </div>
  );
}
