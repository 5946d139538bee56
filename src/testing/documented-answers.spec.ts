import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentedAnswers } from './documented-answers.js';

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'x', version: '1' },
  paths: {
    '/api/things/{thingId}': {
      get: {
        responses: {
          200: {
            description: 'x',
            headers: { ETag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          204: { description: 'x' },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id', 'part'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          part: { type: 'object', nullable: true, allOf: [{ $ref: '#/components/schemas/Part' }] },
        },
      },
      Part: {
        type: 'object',
        required: ['on'],
        properties: { on: { type: 'string', format: 'date', nullable: true } },
      },
    },
  },
} as OpenAPIObject;

const ID = '019a1b2c-0000-7000-8000-000000000000';
const documented = new DocumentedAnswers(DOCUMENT);

function faults(body: object | string, { status = 200, etag = '"1"', type = 'application/json' } = {}): string[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = new Headers({ 'content-type': `${type}; charset=utf-8`, ...(etag ? { etag } : {}) });
  return documented
    .faultsOf('GET', `/api/things/${ID}?x=1`, { status, headers, text })
    .map((fault) => fault.replace(/^.*? -> \d+: /, ''));
}

describe('comparing an answer with the document', () => {
  it('lets pass what is documented', () => {
    expect(faults({ id: ID, part: null })).toEqual([]);
    expect(faults({ id: ID, part: { on: '2026-02-28' } })).toEqual([]);
    expect(faults({ id: ID, part: { on: null } })).toEqual([]);
    expect(faults('', { status: 204 })).toEqual([]);
  });

  it.each([
    ['a field too many', { id: ID, part: null, more: 1 }, {}, 'must NOT have additional properties'],
    ['a field too few', { id: ID }, {}, "required property 'part'"],
    ['another form', { id: 'x', part: null }, {}, 'must match format "uuid"'],
    ['a fault further down', { id: ID, part: { on: '2026-02-30' } }, {}, '/part/on must match format "date"'],
    ['another status', { id: ID, part: null }, { status: 201 }, 'this status is not documented'],
    ['a missing header', { id: ID, part: null }, { etag: '' }, 'no header ETag'],
    ['another media type', { id: ID, part: null }, { type: 'text/html' }, 'text/html is not documented'],
    ['a body where there is none', { id: ID }, { status: 204 }, 'a body, where none is documented'],
  ])('finds %s', (_what, body, told, fault) => {
    expect(faults(body, told).join('\n')).toContain(fault);
  });

  it('finds a route that the document does not know, where there is one', () => {
    const answer = { headers: new Headers(), text: '' };
    expect(documented.faultsOf('GET', '/api/others', { ...answer, status: 200 })).toEqual([
      'GET /api/others is not documented',
    ]);
    expect(documented.faultsOf('GET', '/api/others', { ...answer, status: 404 })).toEqual([]);
  });
});
