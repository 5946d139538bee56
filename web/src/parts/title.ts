import { useEffect } from 'react';
import { text } from '../text/en.ts';

/** Names the page in the browser's title. Never a patient's name: titles end up in histories and screen shares. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
}
