import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { contextOf, registerRequestContext } from '../../http/request-context.js';
import { AccessLog } from './access-log.js';
import { type AnsweredRequest, observeAnswers } from './answered-request.js';
import { RequestFigures } from './request-figures.js';

describe('what is kept of each request', () => {
  let server: FastifyInstance;
  afterEach(() => server.close());

  /** A server with one route of a patient, whose name is in everything that a caller sends. */
  function observed(onAnswer: (answered: AnsweredRequest) => void): FastifyInstance {
    server = fastify();
    registerRequestContext(server);
    observeAnswers(server, onAnswer);
    server.post('/api/patients/:id', (request) => {
      contextOf(request).actor = { userId: 'u1', sessionId: 's1', role: 'nurse', organizationId: 'o1' };
      return { name: 'Ottilie' };
    });
    return server;
  }

  const ask = (url: string) =>
    server.inject({ method: 'POST', url, headers: { 'user-agent': 'Ottilie' }, payload: { name: 'Ottilie' } });

  it('is one line, with the pattern of the route and nothing that the caller sent', async () => {
    const lines: string[] = [];
    const log = new AccessLog(
      { mode: 'production', log: { level: 'info' }, role: 'api' },
      (block) => void lines.push(...block.trimEnd().split('\n')),
    );
    observed((answered) => log.write(answered));
    const { headers } = await ask('/api/patients/Ottilie?q=Ottilie');
    log.onApplicationShutdown();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 30,
      time: expect.stringMatching(/Z$/),
      role: 'api',
      pid: process.pid,
      context: 'access',
      method: 'POST',
      route: '/api/patients/:id',
      status: 200,
      ms: expect.any(Number),
      requestId: headers['x-request-id'],
      userId: 'u1',
    });
  });

  it('is nothing where the log is set to warnings', async () => {
    const lines: string[] = [];
    const env = { mode: 'production', log: { level: 'warn' }, role: 'api' } as const;
    const log = new AccessLog(env, (block) => void lines.push(...block.trimEnd().split('\n')));
    observed((answered) => log.write(answered));
    await ask('/api/patients/1');
    log.onApplicationShutdown();
    expect(lines).toEqual([]);
  });

  it('is counted under its pattern, and under one name where no route matches', async () => {
    const figures = new RequestFigures();
    observed((answered) => figures.note(answered));
    await ask('/api/patients/1');
    await ask('/api/patients/2');
    await ask('/api/Ottilie');
    await ask('/api/Ottilie/2');
    const counted = figures.byRoute().map(({ method, route, count, statuses }) => ({ method, route, count, statuses }));
    expect(counted).toHaveLength(2);
    expect(counted).toContainEqual({ method: 'POST', route: '/api/patients/:id', count: 2, statuses: { 200: 2 } });
    expect(counted).toContainEqual({ method: 'POST', route: 'unknown', count: 2, statuses: { 404: 2 } });
    expect(figures.overall().count).toBe(4);
  });
});
