import type { ReactNode } from 'react';
import type { CacheStats } from '../../api/types.ts';
import { useRead } from '../../api/queries.ts';
import { Card } from '../../parts/card.tsx';
import { bytes, count, decimal } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { operationsText } from '../../text/operations.ts';
import { LOOK_EVERY_MS } from './operations-page.tsx';

const t = operationsText.cache;
/** The first tier counts what it holds; the second is shared, and may be away. */
type NamedTier = (CacheStats['l1'] & { name: 'l1' }) | (CacheStats['l2'] & { name: 'l2' });

const COLUMNS: Column<NamedTier>[] = [
  {
    label: t.tier,
    is: 'lead',
    cell: (tier) => (
      <>
        {t.tiers[tier.name]}{' '}
        {tier.name === 'l2' && !tier.connected && <span className="badge warn">{t.disconnected}</span>}
      </>
    ),
  },
  { label: t.hitRate, is: 'number', cell: ({ hitRate }) => rate(hitRate) },
  { label: t.hits, is: 'number', cell: ({ hits }) => count(hits) },
  { label: t.misses, is: 'number', cell: ({ misses }) => count(misses) },
  { label: t.entries, is: 'number', cell: (tier) => count(tier.name === 'l1' ? tier.entries : undefined) },
  { label: t.size, is: 'number', cell: (tier) => bytes(tier.name === 'l1' ? tier.bytes : undefined) },
];

/** How much is answered from memory, in each tier. */
export function CacheCard(): ReactNode {
  const stats = useRead<CacheStats>('/health/cache/stats', { everyMs: LOOK_EVERY_MS });
  return (
    <Card title={t.title}>
      <Loaded of={stats} lines={3}>
        {({ hitRate, invalidations, l1, l2 }) => (
          <>
            <p className="body soft">{t.overall(rate(hitRate), count(invalidations))}</p>
            <Table
              rows={[
                { ...l1, name: 'l1' },
                { ...l2, name: 'l2' },
              ]}
              columns={COLUMNS}
              keyOf={({ name }) => name}
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function rate(share: number | null | undefined): string {
  return share == null ? '—' : `${decimal(share * 100)} %`;
}
