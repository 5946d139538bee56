import { startTransition, useId, useState, type ReactNode } from 'react';
import { text } from '../text/en.ts';
import './charts.css';

interface FigureProps {
  caption: string;
  /** One sentence that says what the chart shows. */
  sentence: string;
  chart: ReactNode;
  table: ReactNode;
}

/** A chart with its caption, a sentence that says what it shows, and the same data as a table. */
export function Figure({ caption, sentence, chart, table }: FigureProps): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure className="figure" aria-labelledby={id}>
      <figcaption className="row apart">
        <div>
          <h3 id={id}>{caption}</h3>
          <p className="soft">{sentence}</p>
        </div>
        <button
          type="button"
          className="button no-print"
          aria-pressed={asTable}
          onClick={() => startTransition(() => setAsTable(!asTable))}
        >
          {asTable ? text.showChart : text.showTable}
        </button>
      </figcaption>
      {asTable ? table : chart}
    </figure>
  );
}
