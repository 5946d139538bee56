import { useState, type ReactNode } from 'react';
import { download } from '../../api/download.ts';
import { ApiProblem } from '../../api/request.ts';
import { Card } from '../../parts/card.tsx';
import { optionsOf, Segments } from '../../parts/field.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { auditText } from '../../text/audit.ts';
import { conditionsOf, type AuditFilter } from './filter.rules.ts';

const t = auditText.export;
type Format = keyof typeof t.formats;

/** Sends out the events of the current search as a file. */
export function ExportCard({ filter }: { filter: AuditFilter }): ReactNode {
  const [format, setFormat] = useState<Format>('csv');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await download('/audit/exports', { ...conditionsOf(filter), format });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t.title}>
      <div className="body stack">
        <p className="soft">{t.lead}</p>
        <Segments label={t.format} value={format} options={optionsOf(t.formats)} onChange={setFormat} />
        <div className="row">
          <button
            type="button"
            className="button"
            aria-disabled={busy}
            onClick={() => {
              if (!busy) void run();
            }}
          >
            {busy ? t.running : t.run}
          </button>
        </div>
        <SaveFailure problem={problem} />
      </div>
    </Card>
  );
}
