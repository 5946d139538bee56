import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { forget, useRead } from '../../api/queries.ts';
import { useSending } from '../../api/sending.ts';
import type { ImportType, Organization, Page } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { Field, Segments } from '../../parts/field.tsx';
import { SaveFailure } from '../../parts/form.tsx';
import { useTitle } from '../../parts/title.ts';
import { useMe } from '../../session/session.tsx';
import { importsText } from '../../text/imports.ts';
import { DropZone } from './drop-zone.tsx';
import { fieldName, IMPORT_FIELDS } from './fields.ts';
import { Preview } from './preview.tsx';
import './imports.css';

const t = importsText.new;
type DateFormat = keyof typeof t.dateFormats;

/** What an import is made of, besides the file. */
export interface ImportChoice {
  type: ImportType;
  organizationId: string;
  dateFormat: DateFormat;
  mapping: Record<string, string> | null;
  /** Of a workbook; its first one when null. */
  sheet: string | null;
}

/** From a file on the nurse's disk to a running import: choose, look, send. */
export default function NewImportPage(): ReactNode {
  useTitle(t.title);
  const me = useMe();
  const [choice, setChoice] = useState<ImportChoice>({
    type: 'vaccinations',
    organizationId: me.organizationId,
    dateFormat: 'iso',
    mapping: null,
    sheet: null,
  });
  const [file, setFile] = useState<File | null>(null);
  const change = (part: Partial<ImportChoice>): void => setChoice((before) => ({ ...before, ...part }));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.title}</h1>
      </header>
      <section className="card">
        <div className="body stack">
          <ChoiceFields choice={choice} onChange={change} />
          <DropZone
            file={file}
            onFile={(next) => {
              setFile(next);
              change({ mapping: null, sheet: null });
            }}
          />
          <p className="soft small">{t.needs(IMPORT_FIELDS[choice.type].needed.map(fieldName).join(', '))}</p>
        </div>
      </section>
      {file && (
        <Preview file={file} choice={choice} onChange={change}>
          {(mapping) => <Start file={file} choice={{ ...choice, mapping }} />}
        </Preview>
      )}
    </div>
  );
}

function ChoiceFields({
  choice,
  onChange,
}: {
  choice: ImportChoice;
  onChange: (part: Partial<ImportChoice>) => void;
}): ReactNode {
  const organizations = useRead<Page<Organization>>('/organizations');
  const schools = organizations.data?.items ?? [];
  return (
    <>
      <div className="field">
        <span className="label" aria-hidden="true">
          {t.type}
        </span>
        <Segments
          label={t.type}
          value={choice.type}
          options={(Object.keys(importsText.types) as ImportType[]).map((value) => ({
            value,
            label: importsText.types[value],
          }))}
          onChange={(type) => onChange({ type, mapping: null })}
        />
      </div>
      <div className="fields">
        {schools.length > 1 && (
          <Field label={t.school}>
            {(control) => (
              <select
                {...control}
                className="input"
                value={choice.organizationId}
                onChange={(event) => onChange({ organizationId: event.target.value })}
              >
                {schools.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t.dateFormat}>
          {(control) => (
            <select
              {...control}
              className="input import-dates"
              value={choice.dateFormat}
              onChange={(event) => onChange({ dateFormat: event.target.value as DateFormat })}
            >
              {(Object.keys(t.dateFormats) as DateFormat[]).map((value) => (
                <option key={value} value={value}>
                  {t.dateFormats[value]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </>
  );
}

function Start({ file, choice }: { file: File; choice: ImportChoice }): ReactNode {
  const [, go] = useLocation();
  const [dryRun, setDryRun] = useState(false);
  const { share, problem, send } = useSending();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const start = async (): Promise<void> => {
    const form = importForm(choice, file, dryRun ? { dryRun: 'true' } : {});
    const isTaken = await send(async (onProgress) => {
      const job = await upload<{ id: string }>({ path: '/imports', form, idempotencyKey: key, onProgress });
      await forget('/imports');
      go(`/imports/${job.id}`);
    });
    if (!isTaken) setKey(crypto.randomUUID());
  };
  return (
    <div className="stack">
      <SaveFailure problem={problem} />
      <div className="row apart">
        <label className="check">
          <input type="checkbox" checked={dryRun} onChange={(event) => setDryRun(event.target.checked)} />
          {t.dryRun}
        </label>
        <button
          type="button"
          className="button primary"
          aria-disabled={share !== null}
          onClick={() => {
            if (share === null) void start();
          }}
        >
          {share === null ? (dryRun ? t.check : t.start) : t.sending(Math.round(share * 100))}
        </button>
      </div>
    </div>
  );
}

/** The multipart form of an import; fields stand before the file, so that the service knows what comes. */
export function importForm(
  choice: ImportChoice,
  file: Blob & { name?: string },
  more: Record<string, string> = {},
): FormData {
  const form = new FormData();
  form.append('type', choice.type);
  form.append('organizationId', choice.organizationId);
  form.append('dateFormat', choice.dateFormat);
  if (choice.mapping) form.append('mapping', JSON.stringify(choice.mapping));
  if (choice.sheet !== null) form.append('sheet', choice.sheet);
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  form.append('file', file, file.name ?? 'rows.csv');
  return form;
}
