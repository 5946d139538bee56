import type { ReactNode } from 'react';

/** The white cross. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M13 7h6v6h6v6h-6v6h-6v-6H7v-6h6z" />
    </svg>
  );
}
