import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import type { Verdict } from '../../api/types.ts';
import { ApiProblem, request } from '../../api/request.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { count, duration } from '../../parts/format.ts';
import { SaveFailure, valuesOf } from '../../parts/form.tsx';
import { auditText } from '../../text/audit.ts';

const t = auditText.verify;

/** Recomputes the trail on request, and names what was changed. */
export function VerifyCard(): ReactNode {
  const verify = useMutation<Verdict, ApiProblem, Record<string, string>>({
    mutationFn: (period) => request(`/audit/verify?${new URLSearchParams(period).toString()}`),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!verify.isPending) verify.mutate(valuesOf(event.currentTarget));
  };
  return (
    <Card title={t.title}>
      <form className="body stack" onSubmit={submit}>
        <p className="soft">{t.lead}</p>
        <div className="fields">
          {(['from', 'to'] as const).map((name) => (
            <Field key={name} label={t[name]} optional>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  name={name}
                  placeholder="2026-11"
                  pattern="(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
                  autoComplete="off"
                />
              )}
            </Field>
          ))}
        </div>
        <div className="row">
          <button type="submit" className="button primary" aria-disabled={verify.isPending}>
            {verify.isPending ? t.running : t.run}
          </button>
        </div>
        <SaveFailure problem={verify.error} />
        <div role="status">{verify.data && <Found verdict={verify.data} />}</div>
      </form>
    </Card>
  );
}

function Found({ verdict }: { verdict: Verdict }): ReactNode {
  const { isIntact, events, batches, seals, elapsedMs, findings, findingCount } = verdict;
  return (
    <div className={isIntact ? 'notice good' : 'notice danger'}>
      <strong>{isIntact ? t.intact : t.broken(count(findingCount))}</strong>
      <p className="small">{t.figures(count(events), count(batches), count(seals), duration(elapsedMs))}</p>
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map((finding, index) => (
            <li key={`${finding.kind}-${index}`}>
              {finding.month}: {finding.says}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
