import { useEffect, useRef, type ReactNode } from 'react';
import type { ApiProblem } from '../api/request.ts';
import { text } from '../text/en.ts';

/** The filled-in fields of a form as trimmed strings; what was left empty is left out. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') values[name] = value.trim();
  }
  return values;
}

/** The service's faults by field, so that each is shown where it can be mended. */
export function faultsOf(problem: ApiProblem | null): Record<string, string | undefined> {
  return Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path.replace(/^\//, ''), message]));
}

/** Why saving failed; nothing that was typed is lost, and one stands where it can be mended. */
export function SaveFailure({ problem }: { problem: ApiProblem | null }): ReactNode {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The field may be out of sight above what was pressed.
    if (problem) notice.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  if (!problem) return null;
  return (
    <div className="notice danger" role="alert" ref={notice}>
      <strong>{problem.code === 'validation-failed' ? text.problems.what.fields : problem.message}</strong>
      {problem.requestId && (
        <span className="small">
          {text.problems.requestId}: <code>{problem.requestId}</code>
        </span>
      )}
    </div>
  );
}

/** Leave or save: the foot of a form in a dialog. */
export function FormActions({ isSaving, onCancel }: { isSaving: boolean; onCancel: () => void }): ReactNode {
  return (
    <div className="actions">
      <button type="button" className="button" onClick={onCancel}>
        {text.cancel}
      </button>
      <button type="submit" className="button primary" aria-disabled={isSaving}>
        {isSaving ? text.saving : text.save}
      </button>
    </div>
  );
}
