import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Activity } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import type { Page } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { instant, words } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { todayText } from '../../text/today.ts';

const t = todayText.activity;
const LOOK_EVERY_MS = 60_000;
/** Constants of the service read as words, names of vaccines as they are. */
const CONSTANT = /^[A-Z_]+$/;

/** What was recorded last, by anyone. */
export function ActivityCard({ within }: { within: string }): ReactNode {
  const activity = useRead<Page<Activity>>(`/dashboard/recent-activity?limit=12&${within}`, {
    everyMs: LOOK_EVERY_MS,
    keep: true,
  });
  return (
    <Card title={t.title}>
      <Loaded of={activity}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="body soft">{t.none}</p>
          ) : (
            <ul className="list">
              {items.map(({ kind, id, at, label, patientId, givenName, familyName, importId }) => (
                <li key={id} className="row apart">
                  <span className="row">
                    <Link href={`/patients/${patientId}`}>
                      {familyName}, {givenName}
                    </Link>
                    <span>
                      {t.kinds[kind] ?? words(kind)}:{' '}
                      {kind === 'health-record' && CONSTANT.test(label) ? words(label) : label}
                    </span>
                    {importId && <span className="badge">{t.imported}</span>}
                  </span>
                  <span className="soft small">{instant(at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
