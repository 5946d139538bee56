import { useEffect, useState } from 'react';

/**
 * Listens to a server-sent event stream as long as `path` is given. The browser reconnects by itself; `live` tells whether
 * the stream is up, so that the page can say how old a figure is.
 */
export function useEvents(path: string | null): { latest: unknown; live: boolean } {
  const [latest, setLatest] = useState<unknown>(null);
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (!path) return undefined;
    const source = new EventSource(`/api${path}`);
    const take = (event: MessageEvent<string>): void => {
      setLive(true);
      setLatest(JSON.parse(event.data));
    };
    source.addEventListener('message', take);
    for (const name of ['progress', 'done', 'end']) source.addEventListener(name, take);
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => setLive(false));
    return () => {
      source.close();
      setLive(false);
    };
  }, [path]);
  return { latest, live };
}
