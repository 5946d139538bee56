import { Fragment, type ReactNode } from 'react';
import type { Allergy, PatientIdentity, Severity } from '../../api/types.ts';
import { age, calendarDate } from '../../parts/format.ts';
import { patientsText } from '../../text/patients.ts';
import { patientText as t } from '../../text/patient.ts';

const ALARMING: Severity[] = ['LIFE_THREATENING', 'SEVERE'];

interface BannerProps {
  patient: PatientIdentity;
  /** Left out where the role does not see them. */
  allergies?: Allergy[];
  /** The last attempt to read them failed: what is shown may be old. */
  stale?: boolean;
  children?: ReactNode;
}

/** Who this is and what they must not get: always in sight, never scrolled away. */
export function Banner({ patient, allergies, stale, children }: BannerProps): ReactNode {
  const facts = [
    age(patient.birthDate),
    patientsText.sexes[patient.sex],
    `${t.born} ${calendarDate(patient.birthDate)}`,
    `${t.mrn} ${patient.mrn}`,
    patient.grade ? `${t.grade} ${patient.grade}` : null,
  ].filter(Boolean);
  return (
    <header className="banner card">
      <div className="banner-person">
        <span className="banner-initials" aria-hidden="true">
          {initial(patient.givenName)}
          {initial(patient.familyName)}
        </span>
        <div className="banner-name">
          <h1>
            {patient.givenName} {patient.familyName}
          </h1>
          <p className="soft">
            {facts.map((fact, index) => (
              <Fragment key={fact}>
                {index > 0 && ' · '}
                <span className="banner-fact">{fact}</span>
              </Fragment>
            ))}
          </p>
        </div>
        {children && <div className="row banner-actions">{children}</div>}
      </div>
      {allergies && <AllergyStrip allergies={allergies} stale={stale ?? false} />}
    </header>
  );
}

function AllergyStrip({ allergies, stale }: { allergies: Allergy[]; stale: boolean }): ReactNode {
  const active = allergies.filter((allergy) => allergy.active);
  return (
    <section className="banner-allergies" aria-label={t.allergies.title}>
      <strong>{t.allergies.title}</strong>
      {stale && <span className="badge danger">{t.allergies.unread}</span>}
      {active.length === 0 && !stale && <span className="soft">{t.allergies.none}</span>}
      <ul className="row">
        {active.map((allergy) => (
          <li key={allergy.id} className={ALARMING.includes(allergy.severity) ? 'badge danger' : 'badge warn'}>
            {allergy.allergen}
            <span className="banner-severity">{t.allergies.severities[allergy.severity]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function initial(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? '';
}
