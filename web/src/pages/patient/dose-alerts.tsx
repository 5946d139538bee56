import type { ReactNode } from 'react';
import type { DoseAlert } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import type { Page } from '../../api/types.ts';
import { patientText } from '../../text/patient.ts';

/** What the patient's genome, with their consent, says to whoever prescribes. Nothing to say is nothing shown. */
export function DoseAlerts({ patientId }: { patientId: string }): ReactNode {
  const alerts = useRead<Page<DoseAlert>>(`/patients/${patientId}/dose-alerts`);
  if (!alerts.data || alerts.data.items.length === 0) return null;
  return (
    <section className="notice warn dose-alerts">
      <strong>{patientText.summary.doseAlerts}</strong>
      <ul className="doubts">
        {alerts.data.items.map(({ gene, rsid, drugs, message, source }) => (
          <li key={`${gene}-${rsid}`}>
            <strong>{drugs.join(', ')}</strong> ({gene}): {message} <span className="soft small">{source}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
