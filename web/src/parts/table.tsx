import type { ReactNode } from 'react';

export interface Column<Row> {
  label: string;
  /**
   * `lead` names the row; a `number` stands at the end of its cell; a `line` is never broken; a `text` may be long, and has lines
   * of its own where the table is narrow; `actions` keep their heading for those who hear it.
   */
  is?: 'lead' | 'lead code' | 'lead line' | 'number' | 'code' | 'line' | 'text' | 'actions';
  cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row, index: number) => string;
  caption?: string;
  /** In place of a caption, where the page shows already what the table is: said to those who hear it. */
  name?: string;
  /** Whoever sees the table needs no such line: the values say what they are. */
  headUnseen?: boolean;
  className?: string;
  classOf?: (row: Row) => string | undefined;
}

/** A native table that becomes a list of small blocks where it is narrow: each cell says there what its column says. */
export function Table<Row>({
  rows,
  columns,
  keyOf,
  caption,
  name,
  headUnseen,
  className,
  classOf,
}: TableProps<Row>): ReactNode {
  return (
    <table className={className ? `table ${className}` : 'table'}>
      {caption && <caption>{caption}</caption>}
      {name && <caption className="unseen">{name}</caption>}
      <thead className={headUnseen ? 'unseen' : undefined}>
        <tr>
          {columns.map(({ label, is }) => (
            <th scope="col" key={label} className={is === 'number' ? 'number' : undefined}>
              {is === 'actions' ? <span className="unseen">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)} className={classOf?.(row)}>
            {columns.map(({ label, is, cell }) => (
              <td
                key={label}
                className={is === 'actions' ? undefined : is}
                data-label={is === 'actions' || is?.startsWith('lead') ? undefined : label}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
