import { useState, type ReactNode } from 'react';
import type { Genome, GenomeComparison } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { calendarDate, count, decimal } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
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
            <Table
              rows={discrepancies}
              keyOf={({ rsid }) => rsid}
              columns={[
                { label: genomeText.variants.rsid, is: 'lead code', cell: ({ rsid }) => rsid },
                { label: t.here, is: 'code', cell: ({ genotype }) => genotype },
                { label: t.there, is: 'code', cell: ({ otherGenotype }) => otherGenotype },
              ]}
            />
          )}
        </>
      )}
    </Loaded>
  );
}
