import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import { encodeCursor } from '../src/platform/database/keyset.js';
import { newId } from '../src/platform/database/new-id.js';
import { ApiClient } from '../src/testing/api-client.js';
import { DemoApp } from '../src/testing/demo-app.js';

/** What breaks readers of text, dates, numbers, ids, patterns and SQL. */
const TEXTS = [
  ['', ' ', 'a\0b', '\ud800', '\u202e', '💉', 'x'.repeat(9000), '%', '\\', '"', "' OR 1=1 --", '& | !', '__proto__'],
  ['-1', '0.1', '1e309', 'NaN', '2147483648', '9223372036854775808', '[]', '{}', 'null'],
  ['2026-02-30', '0000-00-00', '9999-12-31T23:59:59.999999999Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
].flat();
/** Well made by anyone who knows how; none of them is of the list that it is sent to, or only by chance. */
const CURSORS = [1, 2, 3, 5].flatMap((length) =>
  ['abc', '0', '\0', '2026-02-30', newId(), '9'.repeat(30), '1e99'].map((key) => encodeCursor(Array(length).fill(key))),
);
const VALUES: readonly unknown[] = [
  ...TEXTS,
  null,
  true,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  ['x'],
  [{}],
  { toString: 'x' },
];
const BODIES = [null, [], 'text', 5, { constructor: { prototype: 1 } }].map((body) => JSON.stringify(body));
const UNREADABLE = ['', '{', '\0', '[1,', '{"__proto__":{"a":1}}', '['.repeat(5000)];
const QUERIES = (name: string) => [
  `${name}=a&${name}=b`,
  `${name}[]=a`,
  `${name}[a]=b`,
  `${name}=%ff`,
  `${name}=%`,
  name,
];
const AT_ONCE = 8;
/** Ends the session that the walk goes by. */
const EXCEPT = ['POST /api/auth/logout'];

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  minimum?: number;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
}

type Parameter = { name: string; in: string; required?: boolean; schema?: Schema };
type Described = OperationObject & { 'x-access': 'open' | 'any' | string[] };
type Body = string | FormData | undefined;

interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  roles: Described['x-access'];
  isStream: boolean;
  content: Record<string, { schema: Schema }>;
}

interface Call {
  operation: Operation;
  /** What is hostile about it. */
  what: string;
  url: string;
  body?: Body;
  headers?: Record<string, string>;
}

describe('hostile input', () => {
  let demo: DemoApp;
  let document: OpenAPIObject;
  let ids: Record<string, string>;
  let clinician: ApiClient;
  let superadmin: ApiClient;
  beforeAll(async () => {
    demo = await DemoApp.start();
    clinician = await demo.signIn('clinician@lincoln.demo');
    superadmin = await demo.signIn('superadmin@white-cross.demo');
    ids = await demo.oneOfEverything(clinician, superadmin);
    document = (await clinician.get('/docs-json')).body;
  });
  afterAll(() => demo.close());

  /** Those that take away stand last, so that the others find something. */
  const operations = (): Operation[] =>
    Object.entries(document.paths)
      .flatMap(([path, item]) =>
        Object.entries(item as Record<string, Described>).map(([method, described]) => ({
          method: method.toUpperCase(),
          path,
          parameters: (described.parameters ?? []) as Parameter[],
          roles: described['x-access'],
          isStream: 'text/event-stream' in ((described.responses['200'] as { content?: object })?.content ?? {}),
          content: ((described.requestBody as { content?: object })?.content ?? {}) as Operation['content'],
        })),
      )
      .filter(({ method, path, isStream }) => !isStream && !EXCEPT.includes(`${method} ${path}`))
      .sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));

  const resolved = ({ $ref, ...schema }: Schema): Schema =>
    $ref === undefined ? schema : (document.components!.schemas![$ref.split('/').at(-1)!] as Schema);

  /** Something that a schema allows, as far as it tells; ids are those of the demo. */
  const sample = (of: Schema, name = ''): unknown => {
    const schema = resolved(of);
    const [inner] = schema.allOf ?? schema.oneOf ?? [];
    if (inner) return sample(inner, name);
    if (schema.enum) return schema.enum[0];
    if (schema.properties) {
      return Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, sample(value, key)]));
    }
    if (schema.type === 'array') return [sample(schema.items ?? {}, name)];
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
    if (schema.type === 'boolean') return true;
    if (schema.format === 'date') return '2024-03-31';
    if (schema.format === 'date-time') return '2024-03-31T10:00:00Z';
    if (schema.format === 'email') return 'someone@example.org';
    if (schema.format === 'uuid') return ids[name] ?? newId();
    if (schema.format === 'binary') return new Blob(['mrn\nX-1\n']);
    return (
      { cvx: '03', phone: '+1 555 0100', reason: 'An emergency in the gym', password: 'long-enough-1' }[name] ?? 'abc'
    );
  };

  const urlOf = ({ path, parameters }: Operation, over: Record<string, string> = {}, more = '') => {
    const at = path.replace(/\{(\w+)\}/g, (_all, name: string) => encoded(over[name] ?? ids[name] ?? newId()));
    const query = parameters
      .filter((parameter) => parameter.in === 'query' && (parameter.required || parameter.name in over))
      .map(({ name, schema }) => `${name}=${encoded(over[name] ?? String(sample(schema ?? {}, name)))}`);
    return [at, [...query, more].filter((part) => part !== '').join('&')].filter((part) => part !== '').join('?');
  };

  const jsonOf = ({ content }: Operation): unknown => {
    const schema = content['application/json']?.schema;
    return schema && sample(schema);
  };
  const plain = (operation: Operation): Body => {
    const form = content(operation);
    return form ? formOf(form) : JSON.stringify(jsonOf(operation));
  };
  const content = (operation: Operation): Record<string, unknown> | undefined => {
    const schema = operation.content['multipart/form-data']?.schema;
    return schema && (sample(schema) as Record<string, unknown>);
  };

  /** Answers the calls that were answered with a fault of ours, or refused without a problem document. */
  const faultsOf = async (calls: Call[]): Promise<string[]> => {
    const faults: string[] = [];
    const next = calls[Symbol.iterator]();
    const work = async () => {
      for (const { operation, what, url, body, headers } of next) {
        const isClinicians =
          operation.roles === 'any' || operation.roles === 'open' || operation.roles.includes('clinician');
        const token = (isClinicians ? clinician : superadmin).token!;
        const answer = await fetch(`${demo.url}${url}`, {
          method: operation.method,
          redirect: 'manual',
          headers: {
            authorization: `Bearer ${token}`,
            ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
            ...headers,
          },
          ...(body === undefined ? {} : { body }),
        });
        await answer.arrayBuffer();
        const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
        if (answer.status >= 500 || (answer.status >= 400 && !isProblem)) {
          faults.push(`${operation.method} ${operation.path} ${what} -> ${answer.status}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(calls.length).toBeGreaterThan(100);
    return faults;
  };

  it('in a path is never answered with a fault of ours', async () => {
    const calls = operations().flatMap((operation) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .flatMap(({ name }) =>
          TEXTS.filter((text) => text !== '').map((text): Call => ({
            operation,
            what: `${name}=${shown(text)}`,
            url: urlOf(operation, { [name]: text }),
            body: plain(operation),
          })),
        ),
    );
    expect(await faultsOf(calls)).toEqual([]);
  });

  it('in a query is never answered with a fault of ours', async () => {
    const calls = operations().flatMap((operation) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'query')
        .flatMap(({ name }): Call[] => [
          ...[...TEXTS, ...(name === 'cursor' ? CURSORS : [])].map((text) => ({
            operation,
            what: `${name}=${shown(text)}`,
            url: urlOf(operation, { [name]: text }),
            body: plain(operation),
          })),
          ...QUERIES(name).map((query) => ({
            operation,
            what: query,
            url: urlOf(operation, {}, query),
            body: plain(operation),
          })),
        ]),
    );
    expect(await faultsOf(calls)).toEqual([]);
  });

  it('in a header is never answered with a fault of ours', async () => {
    const calls = operations().flatMap((operation) =>
      [
        ...operation.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
        'X-Purpose-Of-Use',
      ].flatMap((name) =>
        ['', '"', '*', 'W/"x"', 'é', 'x'.repeat(5000), '"1", "2"'].map((value): Call => ({
          operation,
          what: `${name}: ${shown(value)}`,
          url: urlOf(operation),
          body: plain(operation),
          headers: { [name]: value },
        })),
      ),
    );
    expect(await faultsOf(calls)).toEqual([]);
  });

  it('in a body is never answered with a fault of ours', async () => {
    const calls = operations()
      .filter((operation) => operation.content['application/json'])
      .flatMap((operation): Call[] => {
        const hostile = [...BODIES, ...UNREADABLE].map((body) => ({ what: body, body }));
        for (const { where, body } of variants(jsonOf(operation), VALUES))
          hostile.push({ what: where, body: JSON.stringify(body) });
        return hostile.map(({ what, body }) => ({ operation, what: shown(what), url: urlOf(operation), body }));
      });
    expect(await faultsOf(calls)).toEqual([]);
  });

  it('in a form is never answered with a fault of ours', async () => {
    const calls = operations().flatMap((operation): Call[] => {
      const fields = content(operation);
      if (!fields) return [];
      return Object.keys(fields).flatMap((name) =>
        TEXTS.map((text) => ({
          operation,
          what: `${name}=${shown(text)}`,
          url: urlOf(operation),
          body: formOf({ ...fields, [name]: fields[name] instanceof Blob ? new Blob([text]) : text }),
        })),
      );
    });
    expect(await faultsOf(calls)).toEqual([]);
  });
});

/** A body again and again, each time with one of its values, at any depth, replaced by one of `values`. */
function* variants(body: unknown, values: readonly unknown[], where = ''): Generator<{ where: string; body: unknown }> {
  if (where !== '') for (const value of values) yield { where: `${where}=${shown(value)}`, body: value };
  if (Array.isArray(body)) {
    for (const inner of variants(body[0], values, `${where}[0]`)) yield { ...inner, body: [inner.body] };
  } else if (typeof body === 'object' && body !== null) {
    for (const [key, value] of Object.entries(body)) {
      for (const inner of variants(value, values, `${where}.${key}`))
        yield { ...inner, body: { ...body, [key]: inner.body } };
    }
  }
}

function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.append(name, value, 'file.csv');
    else form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
}

/** As in a URL; half a character, which no URL can hold, as its bytes would be. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}
