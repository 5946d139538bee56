import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import openapi from '@redocly/openapi-core';
import { ApiClient } from '../src/testing/api-client.js';
import { DemoApp } from '../src/testing/demo-app.js';
import { DocumentedAnswers } from '../src/testing/documented-answers.js';
import { declaredRoutes } from '../src/testing/routes.js';

type Described = OperationObject & { 'x-access': 'open' | 'any' | string[] };

let demo: DemoApp;
let document: OpenAPIObject;
beforeAll(async () => {
  demo = await DemoApp.start();
  document = (await new ApiClient(demo.url).get('/docs-json')).body;
});
afterAll(() => demo.close());

/** Probes are refused to nobody; of two paths that fit, the one with more fixed parts is taken, as everywhere on the web. */
const EXCEPT = { 'operation-4xx-response': 'off', 'no-ambiguous-paths': 'off' } as const;
/** Filling the cache begins, and that is all. */
const ROUTES_WITHOUT_CONTENT = ['POST /api/health/cache/warm'];
const QUERIES: Record<string, string> = { 'GET /api/health-records/search': '?q=check', 'GET /api/vaccines': '?q=flu' };

/** A GET that ends: events are sent for as long as somebody listens. */
function isRead([name, { responses }]: [string, Described]): boolean {
  if (!name.startsWith('GET ')) return false;
  const { content = {} } = responses['200'] as { content?: object };
  return !('text/event-stream' in content);
}

/** Every operation, named `GET /api/…`. */
function operations(): [string, Described][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Described] => [
      `${method.toUpperCase()} ${path}`,
      operation as Described,
    ]),
  );
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.0, and as the ecosystem recommends it', async () => {
    const config = await openapi.createConfig({ extends: ['recommended-strict'], rules: EXCEPT });
    const problems = await openapi.lintFromString({
      source: JSON.stringify(document),
      absoluteRef: '/openapi.json',
      config,
    });
    const found = problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
    expect(found).toEqual([]);
  });

  it('describes every route, with who may call it and in words', () => {
    const described = new Map(operations());
    const missing = declaredRoutes(demo.app).filter(({ method, path }) => {
      const operation = described.get(`${method} /api${path.replace(/:(\w+)/g, '{$1}')}`);
      return operation?.['x-access'] === undefined || !operation.summary;
    });
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('says of every route what it answers: run `npm run reference` after a new one', () => {
    const silent = operations().filter(([, { responses }]) =>
      Object.entries(responses).some(([status, response]) => /^20[0-3]$/.test(status) && !('content' in response!)),
    );
    expect(silent.map(([name]) => name)).toEqual(ROUTES_WITHOUT_CONTENT);
  });

  it('describes the fields of a body with their limits', () => {
    const { properties } = document.components!.schemas!['CreateVaccinationDto'] as { properties: object };
    expect(properties).toMatchObject({
      administeredOn: { type: 'string', format: 'date' },
      doseNumber: { type: 'integer', minimum: 1, maximum: 20 },
    });
    const { properties: visit } = document.components!.schemas!['CreateVisitDto'] as { properties: object };
    expect(visit).toMatchObject({ vital: { nullable: true, allOf: [{ $ref: '#/components/schemas/VitalDto' }] } });
  });

  it('tells of headers, conditions and problems', () => {
    const { get: list } = document.paths['/api/patients/{patientId}/vaccinations']!;
    expect(Object.keys(list!.responses)).toEqual(
      expect.arrayContaining(['200', '304', '401', '403', '404', '429', '503']),
    );
    expect(list!.responses['200']).toMatchObject({ headers: { ETag: {}, 'X-Cache': {}, 'X-Request-Id': {} } });
    const { patch } = document.paths['/api/patients/{patientId}/vaccinations/{vaccinationId}']!;
    const names = (patch!.parameters as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['patientId', 'vaccinationId', 'If-Match', 'Idempotency-Key']);
    expect(Object.keys(patch!.responses)).toEqual(expect.arrayContaining(['200', '400', '409', '412', '413', '415']));
  });

  it('has a page', async () => {
    const page = await new ApiClient(demo.url).get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const loaded = [...page.text.matchAll(/(?:src|href)="\/api(\/docs\/[^"]+)"/g)].map(([, path]) => path!);
    expect(loaded).toHaveLength(4);
    for (const path of loaded) expect((await new ApiClient(demo.url).get(path)).status).toBe(200);
  });

  it('serves nothing else of the package that draws its page', async () => {
    expect((await new ApiClient(demo.url).get('/docs/package.json')).status).toBe(404);
    expect((await new ApiClient(demo.url).get('/docs/..%2f..%2fpackage.json')).status).not.toBe(200);
  });
});

describe('the demo data', () => {
  it('is answered by every GET route as the document says', async () => {
    const documented = await DocumentedAnswers.of(demo.app);
    const clinician = await demo.signIn('clinician@lincoln.demo');
    const superadmin = await demo.signIn('superadmin@white-cross.demo');
    const ids = await demo.oneOfEverything(clinician, superadmin);
    const faults: string[] = [];
    const notOk: string[] = [];
    for (const [name, { 'x-access': roles }] of operations().filter(isRead)) {
      const path = name.slice('GET /api'.length).replace(/\{(\w+)\}/g, (_all, parameter: string) => ids[parameter]!);
      const client = roles === 'any' || roles.includes('clinician') ? clinician : superadmin;
      const answer = await client.get(`${path}${QUERIES[name] ?? ''}`);
      faults.push(...documented.faultsOf('GET', `/api${path}`, answer));
      if (answer.status !== 200) notOk.push(`${name} -> ${answer.status}`);
    }
    expect(faults).toEqual([]);
    expect(notOk).toEqual([]);
  });
});
