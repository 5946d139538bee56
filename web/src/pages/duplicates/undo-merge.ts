import { forget } from '../../api/queries.ts';
import { ApiProblem, request } from '../../api/request.ts';
import type { Merge } from '../../api/duplicate-types.ts';
import { focusPage } from '../../parts/focus.ts';
import { announce } from '../../parts/toasts.tsx';
import { duplicatesText as t } from '../../text/duplicates.ts';

/** Makes two patients of one again, and says how that went. */
export async function undoMerge({ id, survivorId }: Pick<Merge, 'id' | 'survivorId'>): Promise<void> {
  try {
    await request(`/patients/${survivorId}/merges/${id}/undo`, { method: 'POST' });
    announce(t.undone);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    announce(t.notUndone(error.message));
  }
  await Promise.all([forget('/patients'), forget('/dashboard')]);
  // The button that was pressed may be gone with the merge.
  requestAnimationFrame(focusPage);
}
