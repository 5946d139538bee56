import type { ReactNode } from 'react';

export interface Tick {
  at: number;
  label: string;
}

/** The space around the drawing, in pixels. */
export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Horizontal lines with their values, and the labels below; plain SVG, hidden from those who get the sentence and the table. */
export function Axes({
  width,
  height,
  margin,
  x,
  y,
  xName,
  yName,
}: {
  width: number;
  height: number;
  margin: Margin;
  x: Tick[];
  y: Tick[];
  xName: string;
  yName: string;
}): ReactNode {
  return (
    <g>
      {y.map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={margin.left} x2={width - margin.right} y1={at} y2={at} />
          <text x={margin.left - 8} y={at} dy="0.35em" textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {x.map(({ at, label }) => (
        <g key={`${label}-${at}`}>
          <line className="grid" x1={at} x2={at} y1={height - margin.bottom} y2={height - margin.bottom + 4} />
          <text x={at} y={height - margin.bottom + 18} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text x={margin.left} y={margin.top - 10} textAnchor="start">
        {yName}
      </text>
      <text x={width - margin.right} y={height - 4} textAnchor="end">
        {xName}
      </text>
    </g>
  );
}
