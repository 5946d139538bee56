import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import { drainable } from './http-drain.js';

it('ends event streams and kept-alive connections, so that the server can close', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/plain') return response.end('done');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.write('data: 1\n\n');
  });
  server.keepAliveTimeout = 600_000;
  const drain = drainable(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const agent = new Agent({ keepAlive: true });

  const [stream] = (await once(get({ port, agent, path: '/imports/1/events' }), 'response')) as [IncomingMessage];
  stream.on('error', () => undefined).resume();
  const [plain] = (await once(get({ port, agent, path: '/plain' }), 'response')) as [IncomingMessage];
  plain.resume();

  const closed = once(server, 'close');
  server.close();
  drain();
  await closed;
  expect(server.listening).toBe(false);
  agent.destroy();
});
