import { useState, type ReactNode } from 'react';
import type { ConsentScope, GenomeConsent, Trait, Traits } from '../../api/types.ts';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Page } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { calendarDate, words } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { genomeText } from '../../text/genome.ts';

const t = genomeText.traits;
const SCOPES = Object.keys(t.consents) as ConsentScope[];
const TONES: Record<Trait['riskLevel'], string> = {
  typical: '',
  informative: '',
  protective: 'good',
  carrier: 'warn',
  elevated: 'warn',
  high: 'danger',
  undetermined: '',
};

/** What is known of a genome, as far as the patient agreed to be shown. */
export function TraitsCard({ patientId, path }: { patientId: string; path: string }): ReactNode {
  const consents = useRead<Page<GenomeConsent>>(`/patients/${patientId}/genome-consents`);
  const given = new Set(consents.data?.items.map(({ scope }) => scope));
  return (
    <Card title={t.title}>
      <div className="body stack">
        <Loaded of={consents} lines={3}>
          {({ items }) => <Consents patientId={patientId} consents={items} />}
        </Loaded>
        {consents.data && !given.has('traits') && <p className="notice">{t.needsConsent}</p>}
      </div>
      {given.has('traits') && <Results path={path} />}
    </Card>
  );
}

interface Wish {
  scope: ConsentScope;
  isGiven: boolean;
}

function Consents({ patientId, consents }: { patientId: string; consents: GenomeConsent[] }): ReactNode {
  const path = `/patients/${patientId}/genome-consents`;
  const change = useWrite(
    ({ scope, isGiven }: Wish) =>
      isGiven ? request(path, { method: 'POST', body: { scope } }) : request(`${path}/${scope}`, { method: 'DELETE' }),
    [`/patients/${patientId}`],
  );
  // Shown at once; what the service then says is what counts.
  const [wanted, setWanted] = useState<Wish | null>(null);
  const choose = (wish: Wish): void => {
    setWanted(wish);
    change.mutate(wish, { onSettled: () => setWanted(null) });
  };
  return (
    <fieldset className="stack genome-consents">
      <legend>
        <h3>{t.consentTitle}</h3>
      </legend>
      <p className="soft small">{t.consentLead}</p>
      {SCOPES.map((scope) => {
        const consent = consents.find((candidate) => candidate.scope === scope);
        return (
          <label key={scope} className="check">
            <input
              type="checkbox"
              checked={wanted?.scope === scope ? wanted.isGiven : consent !== undefined}
              disabled={change.isPending}
              onChange={(event) => choose({ scope, isGiven: event.target.checked })}
            />
            <span>
              {t.consents[scope]} {consent && <span className="soft">{calendarDate(consent.recordedAt)}</span>}
            </span>
          </label>
        );
      })}
      <SaveFailure problem={change.error} />
    </fieldset>
  );
}

function Results({ path }: { path: string }): ReactNode {
  const [category, setCategory] = useState('');
  const traits = useRead<Traits>(`${path}/traits`);
  return (
    <Loaded of={traits}>
      {({ items, caution, tableVersion, withheld }) => {
        const categories = [...new Set(items.map((item) => item.category))].toSorted();
        const shown = items.filter((item) => category === '' || item.category === category);
        return (
          <>
            <div className="body stack">
              <p className="notice warn">
                {caution} <span className="soft">{t.reviewed(tableVersion)}</span>
              </p>
              {withheld.map(({ scope, reason }) => (
                <p key={scope} className="soft small">
                  {scope.toUpperCase()}: {reason}
                </p>
              ))}
              <label className="field genome-choice">
                <span className="label">{t.category}</span>
                <select className="input" value={category} onChange={(event) => setCategory(event.target.value)}>
                  <option value="">{t.all}</option>
                  {categories.map((name) => (
                    <option key={name} value={name}>
                      {words(name)}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            {shown.length === 0 ? <p className="body soft">{t.none}</p> : <TraitTable traits={shown} />}
          </>
        );
      }}
    </Loaded>
  );
}

const COLUMNS: Column<Trait>[] = [
  {
    label: t.gene,
    is: 'lead',
    cell: ({ gene, rsid, trait }) => (
      <span>
        <strong>{gene}</strong> <span className="soft small">{rsid}</span>
        <br />
        {trait}
      </span>
    ),
  },
  { label: t.genotype, is: 'code', cell: ({ genotype }) => genotype },
  {
    label: t.meaning,
    cell: ({ riskLevel, isStrandAmbiguous, interpretation }) => (
      <span>
        <span className={`badge ${TONES[riskLevel]}`}>{t.risks[riskLevel]}</span>{' '}
        {isStrandAmbiguous && <span className="badge warn">{t.strand}</span>} {interpretation}
      </span>
    ),
  },
  {
    label: t.evidence,
    cell: ({ evidenceLevel, source, sourceDate }) => (
      <span className="soft small">
        {evidenceLevel} · {source}, {sourceDate}
      </span>
    ),
  },
];

function TraitTable({ traits }: { traits: Trait[] }): ReactNode {
  return <Table rows={traits} columns={COLUMNS} keyOf={({ gene, rsid, trait }) => `${gene}-${rsid}-${trait}`} />;
}
