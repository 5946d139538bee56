import { useState, type ReactNode } from 'react';
import type { Genome, GenomeComparison } from '../../api/genome-types.ts';
import { useRead } from '../../api/queries.ts';
import { calendarDate, count, decimal } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { genomeText } from '../../text/genome.ts';

const t = genomeText.compare;

/** Holds another genome of the same patient against this one: a swapped tube shows at once. */
export function Compare({ path, others }: { path: string; others: Genome[] }): ReactNode {
  const [otherId, setOtherId] = useState('');
  return (
    <section className="card">
      <header>
        <h2>{t.title}</h2>
        <label className="row">
          <span className="small">{t.with}</span>
          <select className="input genome-choice" value={otherId} onChange={(event) => setOtherId(event.target.value)}>
            <option value="">—</option>
            {others.map(({ id, provider, uploadedAt }) => (
              <option key={id} value={id}>
                {provider}, {calendarDate(uploadedAt)}
              </option>
            ))}
          </select>
        </label>
      </header>
      {otherId && <Result path={`${path}/comparison/${otherId}`} />}
    </section>
  );
}

function Result({ path }: { path: string }): ReactNode {
  const comparison = useRead<GenomeComparison>(path);
  return (
    <Loaded of={comparison} lines={2}>
      {({ concordance, comparedCalls, sharedMarkers, discrepancies }) => (
        <>
          <p className="body">
            {concordance === null
              ? t.nothing
              : t.sentence(`${decimal(concordance * 100, 2)} %`, count(comparedCalls), count(sharedMarkers))}
          </p>
          {discrepancies.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{genomeText.variants.rsid}</th>
                  <th scope="col">{t.here}</th>
                  <th scope="col">{t.there}</th>
                </tr>
              </thead>
              <tbody>
                {discrepancies.map(({ rsid, genotype, otherGenotype }) => (
                  <tr key={rsid}>
                    <td className="lead code">{rsid}</td>
                    <td className="code" data-label={t.here}>
                      {genotype}
                    </td>
                    <td className="code" data-label={t.there}>
                      {otherGenotype}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Loaded>
  );
}
