import { useState, type FormEvent, type ReactNode } from 'react';
import type { Variant } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import type { Page } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { count } from '../../parts/format.ts';
import { valuesOf } from '../../parts/form.tsx';
import { Failure, Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { genomeText } from '../../text/genome.ts';
import { placeOf, type Place } from './place.rules.ts';

const t = genomeText.variants;
const MOST_SHOWN = 200;

/** What a genome says at a marker or in a region. */
export function Variants({ path }: { path: string }): ReactNode {
  const [place, setPlace] = useState<Place | null>(null);
  const [fault, setFault] = useState<string | undefined>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const found = placeOf(valuesOf(event.currentTarget).place ?? '');
    setFault(found ? undefined : t.bad);
    if (found) setPlace(found);
  };
  return (
    <Card title={t.title}>
      <form className="body genome-find" onSubmit={submit} role="search">
        <Field label={t.place} hint={t.hint} fault={fault}>
          {(control) => (
            <input {...control} className="input" name="place" autoComplete="off" spellCheck={false} required />
          )}
        </Field>
        <button type="submit" className="button">
          {t.run}
        </button>
      </form>
      {place && ('rsid' in place ? <OneMarker path={path} rsid={place.rsid} /> : <Region path={path} place={place} />)}
    </Card>
  );
}

function OneMarker({ path, rsid }: { path: string; rsid: string }): ReactNode {
  const variant = useRead<Variant>(`${path}/variants/${encodeURIComponent(rsid)}`);
  if (variant.error?.status === 404) return <p className="body soft">{t.none}</p>;
  if (variant.error) return <Failure problem={variant.error} retry={() => void variant.refetch()} />;
  return (
    <Loaded of={variant} lines={1}>
      {(found) => <VariantTable variants={[found]} />}
    </Loaded>
  );
}

function Region({ path, place }: { path: string; place: Exclude<Place, { rsid: string }> }): ReactNode {
  const query = new URLSearchParams({
    chromosome: place.chromosome,
    start: String(place.start),
    end: String(place.end),
    limit: String(MOST_SHOWN),
  });
  const list = useRead<Page<Variant>>(`${path}/variants?${query.toString()}`);
  return (
    <Loaded of={list} lines={3}>
      {({ items }) => (items.length === 0 ? <p className="body soft">{t.none}</p> : <VariantTable variants={items} />)}
    </Loaded>
  );
}

const COLUMNS: Column<Variant>[] = [
  { label: t.rsid, is: 'lead code', cell: ({ rsid }) => rsid },
  { label: t.position, is: 'number', cell: ({ chromosome, position }) => `${chromosome}:${count(position)}` },
  { label: t.genotype, is: 'code', cell: ({ genotype }) => genotype },
];

function VariantTable({ variants }: { variants: Variant[] }): ReactNode {
  return <Table rows={variants} columns={COLUMNS} keyOf={({ rsid, position }) => `${rsid}-${position}`} />;
}
