import type { ReactNode } from 'react';

interface ScrubProps {
  label: string;
  /** What each point says, in their order. */
  points: string[];
  at: number;
  onChange: (at: number) => void;
}

/** Walks over the points of a chart by arrow keys, touch or mouse; what the point says is read out and shown. */
export function Scrub({ label, points, at, onChange }: ScrubProps): ReactNode {
  const said = points[at] ?? '';
  return (
    <div className="scrub no-print">
      <input
        type="range"
        aria-label={label}
        aria-valuetext={said}
        min={0}
        max={Math.max(points.length - 1, 0)}
        value={at}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output>{said}</output>
    </div>
  );
}
