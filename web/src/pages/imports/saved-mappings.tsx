import { useState, type FormEvent, type ReactNode } from 'react';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { Page, SavedMapping } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field, InputField } from '../../parts/field.tsx';
import { faultsOf, FormActions, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { importsText } from '../../text/imports.ts';
import type { ImportChoice } from './new-import-page.tsx';

const t = importsText.mappings;
const LIST = '/imports/mappings';

interface SavedMappingsProps {
  choice: ImportChoice;
  /** The mapping as it is now, to be kept. */
  mapping: Record<string, string>;
  /** The one that fits the file's columns. */
  suggested: SavedMapping | null;
  onUse: (saved: SavedMapping) => void;
}

/** Mappings of the organization by name: use one, keep the present one, delete one that is no longer right. */
export function SavedMappings({ choice, mapping, suggested, onUse }: SavedMappingsProps): ReactNode {
  const [keeping, setKeeping] = useState(false);
  const [chosen, setChosen] = useState('');
  const query = new URLSearchParams({ organizationId: choice.organizationId, type: choice.type, limit: '200' });
  const list = useRead<Page<SavedMapping>>(`${LIST}?${query.toString()}`);
  const saved = list.data?.items ?? [];
  const remove = useWrite((id: string) => request(`${LIST}/${id}`, { method: 'DELETE' }), [LIST]);
  const use = (id: string): void => {
    setChosen(id);
    const found = saved.find((one) => one.id === id);
    if (found) onUse(found);
  };
  const current = saved.find(({ id }) => id === chosen);
  return (
    <div className="stack">
      {suggested && suggested.id !== chosen && (
        <div className="notice row apart">
          <span>{t.fits(suggested.name)}</span>
          <button type="button" className="button" onClick={() => use(suggested.id)}>
            {t.use}
          </button>
        </div>
      )}
      <SaveFailure problem={remove.error} />
      <div className="row mappings">
        {saved.length > 0 && (
          <Field label={t.title}>
            {(control) => (
              <select {...control} className="input" value={chosen} onChange={(event) => use(event.target.value)}>
                <option value="">{t.none}</option>
                {saved.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {current && (
          <button
            type="button"
            className="button"
            onClick={() => {
              remove.mutate(current.id);
              setChosen('');
            }}
          >
            {t.remove(current.name)}
          </button>
        )}
        <button type="button" className="button" onClick={() => setKeeping(true)}>
          {t.keep}
        </button>
      </div>
      {keeping && <KeepDialog choice={choice} mapping={mapping} onClose={() => setKeeping(false)} />}
    </div>
  );
}

function KeepDialog({
  choice,
  mapping,
  onClose,
}: {
  choice: ImportChoice;
  mapping: Record<string, string>;
  onClose: () => void;
}): ReactNode {
  const { organizationId, type, dateFormat } = choice;
  const save = useWrite(
    async (name: string) => {
      await request(LIST, { method: 'POST', body: { organizationId, type, dateFormat, mapping, name } });
      onClose();
    },
    [LIST],
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { name } = valuesOf(event.currentTarget);
    if (name && !save.isPending) save.mutate(name);
  };
  return (
    <Dialog title={t.keepTitle} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft small">{t.keepLead}</p>
        <InputField label={t.name} name="name" fault={faultsOf(save.error)['name']} required maxLength={100} wide />
        <SaveFailure problem={save.error} />
        <FormActions isSaving={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
