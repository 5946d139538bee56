import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../api/request.ts';
import type { ImportFault, ImportPreview } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { Field } from '../../parts/field.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { importsText } from '../../text/imports.ts';
import { fieldName, IMPORT_FIELDS } from './fields.ts';
import { firstRows } from './first-rows.ts';
import { importForm, type ImportChoice } from './new-import-page.tsx';
import { SavedMappings } from './saved-mappings.tsx';

const t = importsText.new;
const LISTED_FAULTS = 20;

interface PreviewProps {
  file: File;
  choice: ImportChoice;
  onChange: (part: Partial<ImportChoice>) => void;
  /** How it goes on with this mapping; shown once every needed field has its column. */
  children: (mapping: Record<string, string>) => ReactNode;
}

/** The first rows as they would be imported: which column is what, and every problem at its cell. */
export function Preview({ file, choice, onChange, children }: PreviewProps): ReactNode {
  const preview = useQuery<ImportPreview, ApiProblem>({
    queryKey: ['import-preview', file.name, file.lastModified, file.size, choice],
    queryFn: async ({ signal }) => {
      const form = importForm(choice, await firstRows(file));
      return upload<ImportPreview>({ path: '/imports/preview', form, signal });
    },
    retry: false,
    staleTime: Infinity,
    // A change of the mapping keeps the table in place until the new answer is there.
    placeholderData: (before) => before,
  });
  return (
    <section className="card" aria-busy={preview.isFetching}>
      <header>
        <h2>{t.preview}</h2>
        {preview.data && <p className="soft small">{t.previewLead(preview.data.rows.length)}</p>}
      </header>
      <div className="body stack">
        {preview.error && <Failure problem={preview.error} retry={() => void preview.refetch()} />}
        {!preview.data && !preview.error && <Skeleton lines={5} />}
        {preview.data && (
          <Rows preview={preview.data} choice={choice} onChange={onChange}>
            {children}
          </Rows>
        )}
      </div>
    </section>
  );
}

function Rows({
  preview,
  choice,
  onChange,
  children,
}: {
  preview: ImportPreview;
  choice: ImportChoice;
  onChange: PreviewProps['onChange'];
  children: PreviewProps['children'];
}): ReactNode {
  const { needed } = IMPORT_FIELDS[choice.type];
  const mapping = choice.mapping ?? proposedBy(preview);
  const mapped = new Set(Object.values(mapping));
  const missing = needed.filter((field) => !mapped.has(field));
  const faults = preview.rejected;
  return (
    <>
      {preview.sheet && preview.sheet.sheets.length > 1 && (
        <SheetField sheet={preview.sheet} onSheet={(sheet) => onChange({ sheet, mapping: null })} />
      )}
      <SavedMappings
        key={`${choice.type} ${choice.organizationId}`}
        choice={choice}
        mapping={everyColumn(preview, mapping)}
        suggested={preview.savedMapping}
        onUse={(saved) => onChange({ mapping: everyColumn(preview, saved.mapping), dateFormat: saved.dateFormat })}
      />
      <PreviewTable
        preview={preview}
        choice={choice}
        mapping={mapping}
        onMap={(column, field) => onChange({ mapping: everyColumn(preview, remapped(mapping, column, field)) })}
      />
      <div role="status" className="stack">
        {missing.length > 0 && (
          <p className="notice warn">
            <strong>{t.missing(missing.map(fieldName).join(', '))}</strong>
          </p>
        )}
        {missing.length === 0 && faults.length === 0 && <p className="notice good">{t.fine}</p>}
        {faults.length > 0 && <FaultList faults={faults} />}
      </div>
      {missing.length === 0 && children(everyColumn(preview, mapping))}
    </>
  );
}

function SheetField({
  sheet,
  onSheet,
}: {
  sheet: NonNullable<ImportPreview['sheet']>;
  onSheet: (name: string) => void;
}): ReactNode {
  return (
    <Field label={t.sheet}>
      {(control) => (
        <select {...control} className="input" value={sheet.name} onChange={(event) => onSheet(event.target.value)}>
          {sheet.sheets.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function PreviewTable({
  preview,
  choice,
  mapping,
  onMap,
}: {
  preview: ImportPreview;
  choice: ImportChoice;
  mapping: Record<string, string>;
  onMap: (column: string, field: string) => void;
}): ReactNode {
  const { needed, others } = IMPORT_FIELDS[choice.type];
  const faultAt = new Map(preview.rejected.map((fault) => [`${fault.row}/${fault.column}`, fault.message]));
  return (
    <div className="preview" role="region" aria-label={t.preview} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.row}</th>
            {preview.columns.map(({ name: column }) => (
              <th scope="col" key={column}>
                <span>{column}</span>
                <select
                  className="input"
                  aria-label={t.mapTo(column)}
                  value={mapping[column] ?? ''}
                  onChange={(event) => onMap(column, event.target.value)}
                >
                  <option value="">{t.ignore}</option>
                  {[...needed, ...others].map((field) => (
                    <option key={field} value={field}>
                      {needed.includes(field) ? `${fieldName(field)} *` : fieldName(field)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map(({ row, cells }) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {preview.columns.map(({ name: column }, at) => {
                const fault = faultAt.get(`${row}/${column}`) ?? faultAt.get(`${row}/${mapping[column]}`);
                return (
                  <td key={column} className={fault ? 'faulty' : mapping[column] ? undefined : 'ignored'} title={fault}>
                    {cells[at]}
                    {fault && <span className="unseen"> ({fault})</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FaultList({ faults }: { faults: ImportFault[] }): ReactNode {
  return (
    <div className="notice warn">
      <strong>{t.faults(faults.length)}</strong>
      <ul className="faults">
        {faults.slice(0, LISTED_FAULTS).map((fault) => (
          <li key={`${fault.row}-${fault.column}-${fault.code}`}>
            {t.row} {fault.row}
            {fault.column && `, ${fault.column}`}: {fault.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the service found by itself, with its guesses. */
function proposedBy({ columns, suggestedMapping }: ImportPreview): Record<string, string> {
  const found = columns.flatMap(({ name, field }) => (field ? [[name, field] as const] : []));
  return { ...Object.fromEntries(found), ...suggestedMapping };
}

/** Says of every column what it is, the ignored ones too: otherwise their names would decide. */
function everyColumn({ columns }: ImportPreview, mapping: Record<string, string>): Record<string, string> {
  return Object.fromEntries(columns.map(({ name }) => [name, mapping[name] ?? '']));
}

/** One column a field: choosing a field that another column has takes it from there. */
function remapped(mapping: Record<string, string>, column: string, field: string): Record<string, string> {
  const kept = Object.entries(mapping).filter(([name, of]) => name !== column && of !== field);
  return Object.fromEntries(field ? [...kept, [column, field]] : kept);
}
