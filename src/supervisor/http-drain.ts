import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const LOOK_EVERY_MS = 100;

/**
 * Helps an HTTP server to an end. `close` alone would wait for two kinds of connections that have nothing to lose: those that are kept
 * alive after their answer, for more than a minute, and event streams, for ever. Call it before the server listens.
 *
 * @returns what to call once the process has been asked to end
 */
export function drainable(server: Server): () => void {
  const streams = new Set<ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.headers.accept?.includes('text/event-stream') && !request.url?.endsWith('/events')) return;
    streams.add(response);
    response.once('close', () => streams.delete(response));
  });
  return () => {
    // Whoever listens to events connects again by itself, to a process that stays.
    for (const { socket } of streams) socket?.destroySoon();
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    server.once('close', () => clearInterval(looking));
  };
}
