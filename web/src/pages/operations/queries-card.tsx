import { useState, type ReactNode } from 'react';
import type { QueryFigures, QueryPerformance, RepeatedQuery } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { optionsOf, Segments } from '../../parts/field.tsx';
import { count, duration } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';
import { Figure } from './pool-card.tsx';

const t = operationsText.queries;
type View = keyof typeof t.views;
const SHOWN = 10;

/** What the service asks the database: slow, frequent, and the same again and again within one request. */
export function QueriesCard(): ReactNode {
  const [view, setView] = useState<View>('slow');
  const performance = useRead<QueryPerformance>('/health/database/performance', { everyMs: LOOK_EVERY_MS });
  return (
    <Card
      title={t.title}
      wide
      beside={<Segments label={t.show} value={view} options={optionsOf(t.views)} onChange={setView} />}
    >
      <Loaded of={performance}>
        {(figures) => (
          <>
            <dl className="facts body">
              <Figure name={t.total} value={count(figures.totalQueries)} />
              <Figure name={t.slow} value={count(figures.slowQueries)} />
              <Figure name={t.mean} value={duration(figures.avgDuration)} />
              <Figure name="p50" value={duration(figures.p50)} />
              <Figure name="p95" value={duration(figures.p95)} />
              <Figure name="p99" value={duration(figures.p99)} />
            </dl>
            <Statements rows={rowsOf(figures, view)} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

interface Row {
  sql: string;
  figure: string;
  where: string;
}

const COLUMNS: Column<Row>[] = [
  { label: t.statement, is: 'lead', cell: ({ sql }) => <code className="statement">{sql}</code> },
  { label: t.where, cell: ({ where }) => where },
  { label: t.duration, is: 'number', cell: ({ figure }) => figure },
];

function rowsOf(figures: QueryPerformance, view: View): Row[] {
  if (view === 'repeated') return figures.nPlusOne.slice(0, SHOWN).map(repeatedRow);
  const list = view === 'slow' ? figures.slowestQueries : figures.mostFrequentQueries;
  return list.slice(0, SHOWN).map((query) => (view === 'slow' ? slowRow(query) : frequentRow(query)));
}

function slowRow({ sql, maxDuration, model }: QueryFigures): Row {
  return { sql, figure: duration(maxDuration), where: model };
}

function frequentRow({ sql, count: times, avgDuration, model }: QueryFigures): Row {
  return { sql, figure: `${count(times)} × ${duration(avgDuration)}`, where: model };
}

function repeatedRow({ sql, count: times, requests, route }: RepeatedQuery): Row {
  return { sql, figure: `${count(times)} × in ${count(requests)}`, where: route };
}

function Statements({ rows }: { rows: Row[] }): ReactNode {
  if (rows.length === 0) return <p className="body soft">{t.none}</p>;
  return <Table rows={rows} columns={COLUMNS} keyOf={({ sql }, index) => `${sql}-${index}`} />;
}
