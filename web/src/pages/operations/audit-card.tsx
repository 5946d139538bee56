import type { ReactNode } from 'react';
import type { TrailState } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { ago, count, instant } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { text } from '../../text/en.ts';
import { operationsText } from '../../text/operations.ts';
import { Figure } from './pool-card.tsx';

const t = operationsText.audit;
/** Partitions come by the month and seals by the day. */
const LOOK_EVERY_MS = 60_000;

/** Whether the audit trail has room for what comes, what was moved away, and when it was last sealed and verified. */
export function AuditCard(): ReactNode {
  const trail = useRead<TrailState>('/health/audit', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title} lead={t.lead} wide>
      <Loaded of={trail} lines={3}>
        {({ partitions, archive, lastSeal, lastVerification }) => (
          <div className="body stack">
            <div className="row">
              <span className={partitions.isNextMissing ? 'badge danger' : 'badge good'}>
                {partitions.isNextMissing ? t.nextMissing : t.ahead(partitions.monthsAhead)}
              </span>
              <Verified verification={lastVerification} />
            </div>
            <dl className="facts">
              <Figure name={t.online} value={spanText(partitions)} />
              <Figure name={t.archived} value={spanText(archive)} />
              <Figure
                name={t.sealed}
                value={lastSeal ? `${ago(lastSeal.sealedAt)}, ${t.seal(lastSeal.sequence)}` : t.never}
              />
              <Figure
                name={t.verifiedAt}
                value={
                  lastVerification
                    ? `${instant(lastVerification.verifiedAt)}, ${t.events(count(lastVerification.events))}`
                    : t.never
                }
              />
            </dl>
            {partitions.isNextMissing && <p className="notice danger">{t.nextMissingAdvice}</p>}
            {lastVerification?.isIntact === false && <p className="notice danger">{t.brokenAdvice}</p>}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Verified({ verification }: { verification: TrailState['lastVerification'] }): ReactNode {
  if (!verification) return <span className="badge warn">{t.unverified}</span>;
  const { isIntact, findings } = verification;
  return (
    <span className={isIntact ? 'badge good' : 'badge danger'}>{isIntact ? t.intact : t.broken(count(findings))}</span>
  );
}

function spanText({ count: months, oldest, newest }: TrailState['archive']): string {
  return months === 0 ? text.none : t.months(months, oldest ?? '', newest ?? '');
}
