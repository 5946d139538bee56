import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Attention, AttentionItem } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { count, decimal, instant } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { importsText } from '../../text/imports.ts';
import { patientText } from '../../text/patient.ts';
import { todayText } from '../../text/today.ts';

const t = todayText.attention;
const LOOK_EVERY_MS = 60_000;
const SHOWN = 5;
/** The worklist's filter that holds all of a kind. */
const NEEDS: Record<string, string> = {
  'life-threatening-allergy-without-plan': 'action-plan',
  'condition-without-review': 'review',
};

/** What calls for somebody, kind by kind; each line leads to where it is dealt with. */
export function AttentionCard({ within }: { within: string }): ReactNode {
  const attention = useRead<{ alerts: Attention[] }>(`/dashboard/alerts?${within}`, {
    everyMs: LOOK_EVERY_MS,
    keep: true,
  });
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
        {t.kinds[kind]}
      </h3>
      <ul>
        {shown.map((item) => (
          <li key={keyOf(item)}>
            <Line item={item} />
          </li>
        ))}
        {total > shown.length && (
          <li className="soft small">
            {NEEDS[kind] ? (
              <Link href={`/patients?need=${NEEDS[kind]}`}>{t.more(count(total - shown.length))}</Link>
            ) : (
              t.more(count(total - shown.length))
            )}
          </li>
        )}
      </ul>
    </section>
  );
}

function Line({ item }: { item: AttentionItem }): ReactNode {
  if ('importId' in item) {
    return (
      <>
        <Link href={`/imports/${item.importId}`}>{importsText.types[item.type]}</Link>
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

type AboutPatient = Exclude<AttentionItem, { importId: string }>;

function keyOf(item: AttentionItem): string {
  if ('importId' in item) return item.importId;
  if ('allergyId' in item) return item.allergyId;
  if ('conditionId' in item) return item.conditionId;
  return 'grantId' in item ? item.grantId : item.recordId;
}

function tabFor(item: AboutPatient): string {
  if ('allergyId' in item) return '/allergies';
  if ('conditionId' in item) return '/conditions';
  return 'grantId' in item ? '' : '/timeline';
}

function detailOf(item: AboutPatient): string {
  if ('allergyId' in item) return item.allergen;
  if ('conditionId' in item) return [item.name, t.reviewed(instant(item.reviewedAt))].join(', ');
  if ('grantId' in item) return [item.userName, instant(item.grantedAt)].join(' · ');
  const said = item.readings.map(({ vital, value }) => {
    const { label, unit } = patientText.vital[vital];
    return `${label} ${decimal(value)} ${unit}`;
  });
  return [said.join(', '), instant(item.occurredAt)].join(' · ');
}
