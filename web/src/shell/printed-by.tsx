import { useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { instant } from '../parts/format.ts';
import { useMe } from '../session/session.tsx';
import { text } from '../text/en.ts';

/** On paper only: who printed this and when, so that a sheet found lying about says where it came from. */
export function PrintedBy(): ReactNode {
  const me = useMe();
  const [at, setAt] = useState(() => new Date());
  useEffect(() => {
    // The paper is laid out as soon as this event is over.
    const now = (): void => flushSync(() => setAt(new Date()));
    addEventListener('beforeprint', now);
    return () => removeEventListener('beforeprint', now);
  }, []);
  const who = [me.displayName, me.organizationName].filter(Boolean).join(', ');
  return <p className="printed-by">{text.printedBy(who, instant(at.toISOString()))}</p>;
}
