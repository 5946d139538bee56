import { useEffect } from 'react';

const LAST_SEEN = 'white-cross.last-seen';
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
const CHECK_EVERY_MS = 5_000;
const DEFAULT_MINUTES = 15;

/** The minutes after which the page locks, as the service wrote them into the page. */
export function lockAfterMinutes(): number {
  const written = Number(document.querySelector<HTMLMetaElement>('meta[name="lock-after-minutes"]')?.content);
  return written > 0 ? written : DEFAULT_MINUTES;
}

/** Calls `onIdle` once nobody has touched any tab of this application for the given time. */
export function useInactivity(active: boolean, idleMs: number, onIdle: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    let written = 0;
    const seen = (): void => {
      const now = Date.now();
      // Storage is shared by all tabs: work in one keeps the others open. Once a second is enough.
      if (now - written > 1_000) localStorage.setItem(LAST_SEEN, String((written = now)));
    };
    const check = (): void => {
      if (Date.now() - Number(localStorage.getItem(LAST_SEEN)) >= idleMs) onIdle();
    };
    seen();
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, seen, { passive: true, capture: true });
    // A laptop that was asleep checks before it shows anything.
    document.addEventListener('visibilitychange', check);
    const timer = setInterval(check, Math.min(CHECK_EVERY_MS, idleMs));
    return () => {
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, seen, { capture: true });
      document.removeEventListener('visibilitychange', check);
      clearInterval(timer);
    };
  }, [active, idleMs, onIdle]);
}
