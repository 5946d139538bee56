import type { ReactNode } from 'react';
import { bytes, count, words } from '../../parts/format.ts';

/** Figures that the service may extend: every plain value by its name, nested ones as groups; lists are counted. */
export function Details({ of }: { of: Record<string, unknown> }): ReactNode {
  const plain = Object.entries(of).filter(([, value]) => value === null || typeof value !== 'object');
  const groups = Object.entries(of).filter(([, value]) => value !== null && typeof value === 'object');
  return (
    <div className="stack details">
      {plain.length > 0 && (
        <dl className="facts">
          {plain.map(([name, value]) => (
            <div key={name}>
              <dt>{nameOf(name)}</dt>
              <dd>{valueOf(name, value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {groups.map(([name, value]) =>
        Array.isArray(value) ? (
          <p key={name} className="soft small">
            {nameOf(name)}: {count(value.length)}
          </p>
        ) : (
          <section key={name} className="stack">
            <h3>{nameOf(name)}</h3>
            <Details of={value as Record<string, unknown>} />
          </section>
        ),
      )}
    </div>
  );
}

/** “oldestJobAge” as “Oldest job age”. */
function nameOf(key: string): string {
  return words(key.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2'));
}

function valueOf(name: string, value: unknown): string {
  if (typeof value === 'number') return /bytes$/i.test(name) ? bytes(value) : count(value);
  if (typeof value === 'boolean' || typeof value === 'string') return String(value);
  return '—';
}
