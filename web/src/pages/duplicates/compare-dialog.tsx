import { useState, type ReactNode } from 'react';
import type { LikelyDuplicate, Merge } from '../../api/duplicate-types.ts';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Segments } from '../../parts/field.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { useSchools } from '../../parts/schools.ts';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { announce } from '../../parts/toasts.tsx';
import { text } from '../../text/en.ts';
import { duplicatesText } from '../../text/duplicates.ts';
import { comparisonOf, type ComparedPatient } from './comparison.rules.ts';
import { nameOf } from './names.ts';
import { undoMerge } from './undo-merge.ts';

const t = duplicatesText.dialog;

/** Two patients side by side: one decides whether they are one, and whose details stay. */
export function CompareDialog({ pair, onClose }: { pair: LikelyDuplicate; onClose: () => void }): ReactNode {
  const [kept, setKept] = useState<'first' | 'second'>('first');
  const [isSure, setSure] = useState(false);
  const survivor = pair[kept];
  const duplicate = kept === 'first' ? pair.second : pair.first;
  const apart = useWrite(async () => {
    await request(`/patients/${pair.first.id}/not-the-same`, { method: 'POST', body: { patientId: pair.second.id } });
    announce(duplicatesText.apart);
    onClose();
  }, ['/patients/duplicates']);
  const merge = useWrite(async () => {
    const made = await request<Merge>(`/patients/${survivor.id}/merges`, {
      method: 'POST',
      body: { duplicateId: duplicate.id },
      idempotencyKey: crypto.randomUUID(),
    });
    announce(duplicatesText.merged(made.movedCount), { label: text.undo, run: () => void undoMerge(made) });
    onClose();
  }, ['/patients', '/dashboard']);
  const busy = apart.isPending || merge.isPending;

  if (isSure) {
    return (
      <Dialog key="sure" title={t.sure(`${nameOf(survivor)} (${survivor.mrn})`, duplicate.mrn)} onClose={onClose}>
        <p>{t.sureLead}</p>
        <SaveFailure problem={merge.error} />
        <div className="actions">
          <button type="button" className="button" onClick={() => setSure(false)} autoFocus>
            {t.back}
          </button>
          <button
            type="button"
            className="button danger"
            aria-disabled={busy}
            onClick={() => {
              if (!busy) merge.mutate(undefined);
            }}
          >
            {merge.isPending ? t.merging : t.confirm}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog key="compare" title={t.title} onClose={onClose}>
      <SideBySide pair={pair} />
      <div className="stack">
        <div className="row">
          <strong>{t.keep}</strong>
          <Segments
            label={t.keep}
            value={kept}
            options={[
              { value: 'first', label: pair.first.mrn },
              { value: 'second', label: pair.second.mrn },
            ]}
            onChange={setKept}
          />
        </div>
        <p className="soft small">{t.keepLead}</p>
      </div>
      <SaveFailure problem={apart.error} />
      <div className="actions">
        <button type="button" className="button" onClick={onClose} autoFocus>
          {text.cancel}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) apart.mutate(undefined);
          }}
        >
          {t.apart}
        </button>
        <button type="button" className="button primary" onClick={() => setSure(true)}>
          {t.merge}
        </button>
      </div>
    </Dialog>
  );
}

function SideBySide({ pair }: { pair: LikelyDuplicate }): ReactNode {
  const first = useRead<ComparedPatient>(`/patients/${pair.first.id}`);
  const second = useRead<ComparedPatient>(`/patients/${pair.second.id}`);
  const schools = useSchools();
  const error = first.error ?? second.error;
  if (error) return <Failure problem={error} />;
  if (!first.data || !second.data) return <Skeleton lines={8} />;
  return (
    <div className="comparison">
      <Table
        rows={comparisonOf(first.data, second.data, schools ?? new Map<string, string>())}
        keyOf={({ field }) => field}
        classOf={({ differs }) => (differs ? 'differs' : undefined)}
        columns={[
          {
            label: t.field,
            is: 'lead',
            cell: ({ field, differs }) => (
              <span>
                {t.fields[field]} {differs && <span className="unseen">({t.differs})</span>}
              </span>
            ),
          },
          { label: t.first, cell: (row) => row.first || text.none },
          { label: t.second, cell: (row) => row.second || text.none },
        ]}
      />
    </div>
  );
}
