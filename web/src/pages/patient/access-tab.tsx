import type { ReactNode } from 'react';
import { usePages } from '../../api/queries.ts';
import type { Disclosure } from '../../api/audit-types.ts';
import { instant } from '../../parts/format.ts';
import { Empty, Loaded, More } from '../../parts/states.tsx';
import { patientText } from '../../text/patient.ts';

const t = patientText.access;

/** Who saw this patient, and why: the page one can show to a parent. */
export default function AccessTab({ patientId }: { patientId: string }): ReactNode {
  const list = usePages<Disclosure>(`/audit/patients/${patientId}/disclosures`);
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
      </header>
      <Loaded of={list}>
        {(disclosures) =>
          disclosures.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.when}</th>
                  <th scope="col">{t.who}</th>
                  <th scope="col">{t.what}</th>
                  <th scope="col">{t.why}</th>
                </tr>
              </thead>
              <tbody>
                {disclosures.map((disclosure) => (
                  <tr key={disclosure.eventId}>
                    <td data-label={t.when}>{instant(disclosure.occurredAt)}</td>
                    <td className="lead">
                      <span>
                        <strong>{disclosure.who}</strong>{' '}
                        <span className="soft">
                          {[disclosure.role, disclosure.organization].filter(Boolean).join(', ')}
                        </span>
                      </span>
                    </td>
                    <td data-label={t.what}>{disclosure.what}</td>
                    <td data-label={t.why}>
                      {disclosure.why}
                      {disclosure.isBreakGlass && <span className="badge danger">{t.breakGlass}</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <More list={list} />
    </section>
  );
}
