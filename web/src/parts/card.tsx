import type { ReactNode } from 'react';

/** A surface with a heading, and beside it what one can do or choose there. */
export function Card({
  title,
  lead,
  beside,
  wide,
  live,
  children,
}: {
  title: string;
  lead?: string;
  beside?: ReactNode;
  /** Takes the whole width of a grid of cards. */
  wide?: boolean;
  /** Changes are read out. */
  live?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <section className={wide ? 'card wide' : 'card'} aria-live={live ? 'polite' : undefined}>
      <header>
        <h2>{title}</h2>
        {lead && <p className="soft small">{lead}</p>}
        {beside}
      </header>
      {children}
    </section>
  );
}
