import type { ReactNode } from 'react';

export type Dot = [x: number, y: number];

/**
 * The points of a series as two paths, however many there are: a dot is a line of no length with round ends, over a ring in the
 * colour of the ground that keeps it apart from its line. Two hundred circles took a slow laptop several times as long.
 */
export function Dots({ at, flagged }: { at: Dot[]; flagged?: boolean }): ReactNode {
  if (at.length === 0) return null;
  const path = at.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join('');
  return (
    <>
      <path className="dots-ring" d={path} />
      <path className={flagged ? 'dots flagged' : 'dots'} d={path} />
    </>
  );
}
