import type { ReactNode } from 'react';
import type { OperationsAlert } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { instant } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.alerts;

/** Thresholds crossed now: what each means and what to do. */
export function AlertsCard(): ReactNode {
  const alerts = useRead<{ alerts: OperationsAlert[] }>('/health/alerts', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title} live>
      <Loaded of={alerts} lines={2}>
        {({ alerts: list }) =>
          list.length === 0 ? (
            <p className="body soft">{t.none}</p>
          ) : (
            <ul className="list">
              {list.map((alert) => (
                <li key={`${alert.code}/${alert.subject}`} className="alert">
                  <Alert alert={alert} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Alert({ alert }: { alert: OperationsAlert }): ReactNode {
  const { severity, title, subject, value, threshold, since, meaning, action } = alert;
  return (
    <>
      <div className="row">
        <span className={severity === 'critical' ? 'badge danger' : 'badge warn'}>
          {operationsText.severities[severity]}
        </span>
        <strong>{subject ? `${title}: ${subject}` : title}</strong>
        <span className="soft small">
          {t.now(String(value), String(threshold))}, {t.since(instant(since))}
        </span>
      </div>
      <p className="soft">{meaning}</p>
      <p>
        <strong>{t.todo}:</strong> {action}
      </p>
    </>
  );
}
