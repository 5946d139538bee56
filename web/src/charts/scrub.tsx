import type { ReactNode } from 'react';

interface ScrubProps {
  label: string;
  /** How many points there are. */
  count: number;
  at: number;
  /** What the point says at which the scrubber stands. */
  said: string;
  onChange: (at: number) => void;
}

/** Walks over the points of a chart by arrow keys, touch or mouse; what the point says is read out and shown. */
export function Scrub({ label, count, at, said, onChange }: ScrubProps): ReactNode {
  return (
    <div className="scrub no-print">
      <input
        type="range"
        aria-label={label}
        aria-valuetext={said}
        min={0}
        max={Math.max(count - 1, 0)}
        value={at}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output>{said}</output>
    </div>
  );
}
