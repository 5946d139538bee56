import { useState, type ReactNode } from 'react';
import type { Genome } from '../../api/types.ts';
import { usePages } from '../../api/queries.ts';
import { calendarDate } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { genomeText as t } from '../../text/genome.ts';
import { Compare } from './compare.tsx';
import { GenomeCard } from './genome-card.tsx';
import { TraitsCard } from './traits-card.tsx';
import { UploadGenome } from './upload-genome.tsx';
import { Variants } from './variants.tsx';
import './genome.css';

/** A patient's genomes: what was uploaded, what it says at a place, and what is known of it. */
export default function GenomeTab({ patientId }: { patientId: string }): ReactNode {
  const path = `/patients/${patientId}/genomes`;
  const list = usePages<Genome>(path);
  const [chosenId, setChosenId] = useState<string | null>(null);
  return (
    <div className="stack">
      <UploadGenome path={path} onUploaded={setChosenId} />
      <Loaded of={list}>
        {(genomes) => {
          const chosen = genomes.find(({ id }) => id === chosenId) ?? genomes[0];
          if (!chosen) {
            return (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            );
          }
          return (
            <>
              {genomes.length > 1 && <Choice genomes={genomes} chosen={chosen} onChange={setChosenId} />}
              <One key={chosen.id} patientId={patientId} genome={chosen} others={genomes} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Choice({
  genomes,
  chosen,
  onChange,
}: {
  genomes: Genome[];
  chosen: Genome;
  onChange: (id: string) => void;
}): ReactNode {
  return (
    <label className="field genome-choice">
      <span className="label">{t.choose}</span>
      <select className="input" value={chosen.id} onChange={(event) => onChange(event.target.value)}>
        {genomes.map(({ id, provider, uploadedAt, status }) => (
          <option key={id} value={id}>
            {provider}, {calendarDate(uploadedAt)}, {t.statuses[status].toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
}

function One({ patientId, genome, others }: { patientId: string; genome: Genome; others: Genome[] }): ReactNode {
  const path = `/patients/${patientId}/genomes/${genome.id}`;
  const comparable = others.filter(({ id, status }) => id !== genome.id && status === 'ready');
  return (
    <>
      <GenomeCard path={path} genome={genome} />
      {genome.status === 'ready' && (
        <>
          <Variants path={path} />
          <TraitsCard patientId={patientId} path={path} />
          {comparable.length > 0 && <Compare path={path} others={comparable} />}
        </>
      )}
    </>
  );
}
