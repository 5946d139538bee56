import {
  memo,
  useEffect,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useLocation } from 'wouter';
import type { PatientIdentity } from '../../api/types.ts';
import { age, calendarDate } from '../../parts/format.ts';
import { useSchools } from '../../parts/schools.ts';
import { text } from '../../text/en.ts';
import { patientsText as t } from '../../text/patients.ts';

/** More than fills a window; what lies beyond is in the document, and neither styled, laid out nor painted until it comes near. */
const GROUP_ROWS = 25;
const DRAW_PAUSE_MS = 30;

interface WorklistProps {
  patients: PatientIdentity[];
  /** Names what is listed; another begins anew. */
  list: string;
  table: RefObject<HTMLTableElement | null>;
}

/**
 * The patients as a table of groups of rows. The browser skips groups out of sight (`content-visibility`), which one rows of a
 * native table cannot do: laying out a thousand took a slow laptop 370 ms, painting them 200. Roles are said aloud, because
 * rows that are laid out as grids are not tables to every screen reader.
 */
export function Worklist({ patients, list, table }: WorklistProps): ReactNode {
  const schools = useSchools();
  const [, go] = useLocation();
  const wanted = Math.ceil(patients.length / GROUP_ROWS);
  const { live, drawn } = useDrawn(wanted, list);
  return (
    <table
      className="table worklist"
      role="table"
      ref={table}
      onKeyDown={moveBetweenRows}
      onClick={(event) => openWithin(event, go)}
    >
      <caption className="unseen">{t.title}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{t.columns.name}</th>
          <th role="columnheader">{t.columns.mrn}</th>
          <th role="columnheader">{t.columns.born}</th>
          <th role="columnheader" className="number">
            {t.columns.age}
          </th>
          <th role="columnheader">{t.columns.sex}</th>
          <th role="columnheader">{t.columns.grade}</th>
          {schools && <th role="columnheader">{t.columns.school}</th>}
        </tr>
      </thead>
      {Array.from({ length: drawn }, (_, index) => {
        const group = patients.slice(index * GROUP_ROWS, (index + 1) * GROUP_ROWS);
        const isGone = index >= live;
        const rows = { '--rows': group.length } as CSSProperties;
        return (
          <tbody key={index} role="rowgroup" className={isGone ? 'gone' : undefined} style={rows}>
            <Rows patients={group} schools={schools} isGone={isGone} />
          </tbody>
        );
      })}
    </table>
  );
}

/**
 * How many groups are drawn, and how many of them are listed. One comes, or goes, at a time, so that nothing that is pressed waits
 * for a thousand rows (taking them away at once took a slow laptop 200 ms); those that are to go are out of sight and reach at
 * once. `list` names what is listed; another begins with its first group.
 */
function useDrawn(wanted: number, list: string): { live: number; drawn: number } {
  const [last, setLast] = useState({ list, live: 1, drawn: 1 });
  const live = Math.min(last.list === list ? last.live : 1, wanted);
  const drawn = Math.max(last.drawn, live);
  useEffect(() => {
    if (live === wanted && drawn === live) return undefined;
    const next = Math.min(live + 1, wanted);
    const timer = setTimeout(() => setLast({ list, live: next, drawn: Math.max(drawn - 1, next) }), DRAW_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [list, live, drawn, wanted]);
  return { live, drawn };
}

interface RowsProps {
  patients: PatientIdentity[];
  schools: Map<string, string> | undefined;
  isGone: boolean;
}

/** Drawn again only when one of its patients is another: the slices are new each time, what they hold is not. */
const Rows = memo(
  function Rows({ patients, schools }: RowsProps): ReactNode {
    return patients.map((patient) => (
      <PatientRow key={patient.id} patient={patient} school={schools?.get(patient.organizationId)} />
    ));
  },
  (before, after) =>
    after.isGone ||
    (!before.isGone &&
      before.schools === after.schools &&
      before.patients.length === after.patients.length &&
      before.patients.every((patient, index) => patient === after.patients[index])),
);

const PatientRow = memo(function PatientRow({
  patient,
  school,
}: {
  patient: PatientIdentity;
  school: string | undefined;
}): ReactNode {
  return (
    <tr role="row">
      <td role="cell" className="lead">
        <a href={`/patients/${patient.id}`}>
          {patient.familyName}, {patient.givenName}
        </a>
      </td>
      <td role="cell" className="code">
        {patient.mrn}
      </td>
      <td role="cell">{calendarDate(patient.birthDate)}</td>
      <td role="cell" className="number">
        {age(patient.birthDate)}
      </td>
      <td role="cell">{t.sexes[patient.sex]}</td>
      <td role="cell" data-label={t.columns.grade}>
        {patient.grade || text.none}
      </td>
      {school && <td role="cell">{school}</td>}
    </tr>
  );
});

/** A press anywhere in a row opens it as its link does; one listener for all rows, a thousand of which cost time to set up. */
function openWithin(event: MouseEvent<HTMLElement>, go: (path: string) => void): void {
  const link = (event.target as Element).closest('tr')?.querySelector('a');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || getSelection()?.type === 'Range') return;
  event.preventDefault();
  // The row lights up first: taking a thousand of them away is what takes time on a slow laptop.
  requestAnimationFrame(() => setTimeout(() => go(link.pathname)));
}

/** Up and down walk the names, from group to group; up from the first returns to the search. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as Element).closest('tbody tr');
  if (!row) return;
  const target =
    event.key === 'ArrowDown'
      ? (row.nextElementSibling ?? row.parentElement?.nextElementSibling?.firstElementChild)?.querySelector('a')
      : ((row.previousElementSibling ?? groupBefore(row)?.lastElementChild)?.querySelector('a') ??
        document.querySelector<HTMLElement>('.worklist-search input'));
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function groupBefore(row: Element): Element | null {
  const before = row.parentElement?.previousElementSibling;
  return before?.tagName === 'TBODY' ? before : null;
}
