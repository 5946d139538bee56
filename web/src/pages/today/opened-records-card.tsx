import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { OpenedRecord } from '../../api/types.ts';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Page } from '../../api/types.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { instant } from '../../parts/format.ts';
import { announce } from '../../parts/toasts.tsx';
import { todayText } from '../../text/today.ts';

const t = todayText.opened;
const UNSEEN = '/break-glass?unseen=true&limit=20';
const LOOK_EVERY_MS = 30_000;

/** Records that somebody opened from outside in an emergency, until an administrator takes note: who, when and why. */
export function OpenedRecordsCard(): ReactNode {
  const opened = useRead<Page<OpenedRecord>>(UNSEEN, { everyMs: LOOK_EVERY_MS });
  const acknowledge = useWrite(
    ({ id }: OpenedRecord) => request(`/break-glass/${id}/acknowledgement`, { method: 'POST' }),
    ['/break-glass'],
  );
  const items = opened.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="opened-records">
      <header>
        <h2 id="opened-records">{t.title}</h2>
      </header>
      <div className="body stack">
        {items.map((item) => (
          <div key={item.id} className="notice danger" role="alert">
            <strong>{t.who(item.userName, item.userOrganizationName)}</strong>
            <p>
              <Link href={`/patients/${item.patientId}`}>
                {item.familyName}, {item.givenName}
              </Link>
              <span className="soft"> · {t.when(instant(item.grantedAt), instant(item.expiresAt))}</span>
            </p>
            <p className="opened-reason">{item.reason ?? t.noReason}</p>
            <button
              type="button"
              className="button"
              disabled={acknowledge.isPending}
              onClick={() => acknowledge.mutate(item, { onSuccess: () => announce(t.done) })}
            >
              {t.acknowledge}
            </button>
          </div>
        ))}
        <SaveFailure problem={acknowledge.error} />
      </div>
    </section>
  );
}
