import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Attention, AttentionItem } from '../../api/dashboard-types.ts';
import { useRead } from '../../api/queries.ts';
import type { ImportType } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { count, decimal, instant, words } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { importsText } from '../../text/imports.ts';
import { patientText } from '../../text/patient.ts';
import { todayText } from '../../text/today.ts';

const t = todayText.attention;
const LOOK_EVERY_MS = 60_000;
const SHOWN = 5;

/** What calls for somebody, kind by kind; each line leads to where it is dealt with. */
export function AttentionCard(): ReactNode {
  const attention = useRead<{ alerts: Attention[] }>('/dashboard/alerts', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title}>
      <Loaded of={attention} lines={5}>
        {({ alerts }) => {
          const due = alerts.filter((kind) => kind.count > 0);
          if (due.length === 0) {
            return (
              <Empty title={t.none}>
                <p>{t.noneLead}</p>
              </Empty>
            );
          }
          return (
            <div className="attention">
              {due.map((kind) => (
                <Kind key={kind.kind} attention={kind} />
              ))}
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Kind({ attention: { kind, count: total, items } }: { attention: Attention }): ReactNode {
  const shown = items.slice(0, SHOWN);
  return (
    <section>
      <h3 className="attention-kind">
        <span className={kind.startsWith('life') ? 'badge danger' : 'badge warn'}>{count(total)}</span>
        {t.kinds[kind] ?? words(kind)}
      </h3>
      <ul>
        {shown.map((item) => (
          <li key={item.recordId ?? item.importId ?? `${item.patientId}-${item.allergen ?? item.name}`}>
            <Line item={item} />
          </li>
        ))}
        {total > shown.length && <li className="soft small">{t.more(count(total - shown.length))}</li>}
      </ul>
    </section>
  );
}

function Line({ item }: { item: AttentionItem }): ReactNode {
  if (item.importId) {
    return (
      <>
        <Link href={`/imports/${item.importId}`}>
          {importsText.types[item.type as ImportType] ?? words(item.type ?? '')}
        </Link>
        <span className="soft">{t.rejected(count(item.rejectedRows), count(item.totalRows))}</span>
      </>
    );
  }
  return (
    <>
      <Link href={`/patients/${item.patientId}${tabFor(item)}`}>
        {item.familyName}, {item.givenName}
      </Link>
      <span className="soft">{detailOf(item)}</span>
    </>
  );
}

function tabFor({ allergen, name, recordId }: AttentionItem): string {
  if (allergen) return '/allergies';
  if (name) return '/conditions';
  return recordId ? '/timeline' : '';
}

function detailOf({ allergen, name, reviewedAt, readings, occurredAt }: AttentionItem): string {
  if (allergen) return allergen;
  if (name) return [name, reviewedAt && t.reviewed(instant(reviewedAt))].filter(Boolean).join(', ');
  const said = readings?.map(({ vital, value }) => {
    const known = patientText.vital[vital as keyof typeof patientText.vital];
    return typeof known === 'object' ? `${known.label} ${decimal(value)} ${known.unit}` : `${vital} ${decimal(value)}`;
  });
  return [said?.join(', '), instant(occurredAt)].filter(Boolean).join(' · ');
}
