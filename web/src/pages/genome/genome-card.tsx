import { useEffect, useState, type ReactNode } from 'react';
import { useEvents } from '../../api/events.ts';
import type { Genome, GenomeStatus } from '../../api/types.ts';
import { forget, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { bytes, count, instant } from '../../parts/format.ts';
import { SaveFailure } from '../../parts/form.tsx';
import { announce } from '../../parts/toasts.tsx';
import { text } from '../../text/en.ts';
import { genomeText as t } from '../../text/genome.ts';

const TONES: Record<GenomeStatus, string> = {
  queued: '',
  processing: 'accent',
  ready: 'good',
  failed: 'danger',
  cancelled: '',
};

/** One genome: how far its reading is, what it is, and its end. */
export function GenomeCard({ path, genome }: { path: string; genome: Genome }): ReactNode {
  const collection = path.slice(0, path.lastIndexOf('/'));
  const isRunning = genome.status === 'queued' || genome.status === 'processing';
  const { latest } = useEvents(isRunning ? `${path}/events` : null);
  const seen = (latest as Genome | null) ?? genome;
  const isOver = seen.status !== 'queued' && seen.status !== 'processing';
  useEffect(() => {
    if (isRunning && isOver) void forget(collection);
  }, [isRunning, isOver, collection]);
  const cancel = useWrite(() => request(`${path}/cancel`, { method: 'POST' }), [collection]);
  return (
    <section className="card">
      <header>
        <h2>
          {seen.provider} <span className={`badge ${TONES[seen.status]}`}>{t.statuses[seen.status]}</span>
        </h2>
        <div className="row no-print">
          {!isOver && (
            <button type="button" className="button" onClick={() => cancel.mutate()} aria-disabled={cancel.isPending}>
              {t.cancel}
            </button>
          )}
          {seen.status === 'ready' && (
            <a className="button" href={`/api${path}/file`} download>
              {t.file}
            </a>
          )}
          {isOver && <Removal path={path} collection={collection} genome={seen} />}
        </div>
      </header>
      <div className="body stack">
        {!isOver && (
          <>
            <progress className="progress" aria-label={t.statuses[seen.status]} />
            <p role="status">{t.rows(count(seen.processedRows))}</p>
          </>
        )}
        {seen.error && <p className="notice danger">{seen.error.detail}</p>}
        <SaveFailure problem={cancel.error} />
        <Facts genome={seen} />
      </div>
    </section>
  );
}

function Facts({ genome }: { genome: Genome }): ReactNode {
  const facts: [string, string | null][] = [
    [t.facts.chip, genome.chip],
    [t.facts.assembly, genome.assembly],
    [t.facts.variants, genome.variantCount === null ? null : count(genome.variantCount)],
    [t.facts.noCalls, genome.noCallCount === null ? null : count(genome.noCallCount)],
    [t.facts.uploaded, instant(genome.uploadedAt)],
    [t.facts.size, bytes(genome.fileBytes)],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      <div className="wide">
        <dt>{t.facts.sha256}</dt>
        <dd className="code">{genome.sha256}</dd>
      </div>
    </dl>
  );
}

function Removal({ path, collection, genome }: { path: string; collection: string; genome: Genome }): ReactNode {
  const [step, setStep] = useState<'closed' | 'asking' | 'done'>('closed');
  const [removedAt, setRemovedAt] = useState('');
  const remove = useWrite(() => request(path, { method: 'DELETE' }), []);
  const confirm = (): void => {
    if (remove.isPending) return;
    remove.mutate(undefined, {
      onSuccess: () => {
        setRemovedAt(new Date().toISOString());
        setStep('done');
        announce(t.removed);
      },
    });
  };
  const close = (): void => {
    if (step === 'done') void forget(collection);
    setStep('closed');
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setStep('asking')}>
        {t.remove}
      </button>
      {step !== 'closed' && (
        <Dialog title={step === 'done' ? t.certificate : t.removeTitle} onClose={close}>
          <p className={step === 'done' ? 'notice good code' : 'soft'}>
            {step === 'done' ? t.certificateLead(genome.sha256, instant(removedAt)) : t.removeLead}
          </p>
          <SaveFailure problem={remove.error} />
          <div className="actions">
            <button type="button" className="button" onClick={close} autoFocus>
              {step === 'done' ? text.close : text.cancel}
            </button>
            {step === 'asking' && (
              <button type="button" className="button danger" onClick={confirm} aria-disabled={remove.isPending}>
                {t.remove}
              </button>
            )}
          </div>
        </Dialog>
      )}
    </>
  );
}
