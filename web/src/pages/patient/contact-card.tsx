import { lazy, Suspense, type ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import type { Patient } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useMe } from '../../session/session.tsx';
import { mayMerge } from '../../shell/places.ts';
import { patientText } from '../../text/patient.ts';

const Transfer = lazy(() => import('./transfer.tsx'));

const t = patientText.summary;

/** How the family is reached; sealed data that the summary leaves out, so it is read by itself. */
export function ContactCard({ patientId }: { patientId: string }): ReactNode {
  const { role } = useMe();
  const patient = useRead<Patient>(`/patients/${patientId}`);
  return (
    <Card title={t.contact}>
      <Loaded of={patient} lines={2}>
        {({ guardian, phone, email, address }) =>
          !guardian && !phone && !email && !address ? (
            <p className="body soft">{t.noContact}</p>
          ) : (
            <dl className="facts body">
              <Fact name={t.guardian} value={[guardian?.name, guardian?.relationship].filter(Boolean).join(', ')} />
              <Fact name={t.guardianPhone} value={guardian?.phone} />
              <Fact name={t.phone} value={phone} />
              <Fact name={t.email} value={email} />
              <Fact name={t.address} value={address} />
            </dl>
          )
        }
      </Loaded>
      {patient.data && mayMerge(role) && (
        <Suspense>
          <Transfer patient={patient.data} />
        </Suspense>
      )}
    </Card>
  );
}

function Fact({ name, value }: { name: string; value: string | null | undefined }): ReactNode {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
