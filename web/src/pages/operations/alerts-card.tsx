import type { ReactNode } from 'react';
import type { OperationsAlert } from '../../api/operations-types.ts';
import { useRead } from '../../api/queries.ts';
import type { Page } from '../../api/types.ts';
import { instant, words } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.alerts;

/** Thresholds crossed now: what each means and what to do. */
export function AlertsCard(): ReactNode {
  const alerts = useRead<Page<OperationsAlert> | { alerts: OperationsAlert[] } | OperationsAlert[]>('/health/alerts', {
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <section className="card" aria-live="polite">
      <header>
        <h2>{t.title}</h2>
      </header>
      <Loaded of={alerts} lines={2}>
        {(answer) => {
          const list = Array.isArray(answer) ? answer : 'alerts' in answer ? answer.alerts : answer.items;
          if (list.length === 0) return <p className="body soft">{t.none}</p>;
          return (
            <ul className="list">
              {list.map((alert, index) => (
                <li key={alert.id ?? alert.code ?? index} className="alert">
                  <Alert alert={alert} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function Alert({ alert }: { alert: OperationsAlert }): ReactNode {
  const title = alert.title ?? alert.message ?? words(alert.code ?? '');
  const meaning = alert.meaning ?? (alert.title ? alert.message : undefined);
  return (
    <>
      <div className="row">
        <span className={alert.severity === 'critical' ? 'badge danger' : 'badge warn'}>
          {operationsText.severities[alert.severity]}
        </span>
        <strong>{title}</strong>
        <span className="soft small">
          {alert.value !== undefined &&
            alert.threshold !== undefined &&
            t.now(String(alert.value), String(alert.threshold))}
          {alert.since && ` ${t.since(instant(alert.since))}`}
        </span>
      </div>
      {meaning && <p className="soft">{meaning}</p>}
      {alert.action && (
        <p>
          <strong>{t.todo}:</strong> {alert.action}
        </p>
      )}
    </>
  );
}
