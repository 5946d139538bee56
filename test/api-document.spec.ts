import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declaredRoutes } from '../src/testing/routes.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';

interface Operation {
  'x-access': unknown;
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, { properties: Record<string, object> }> };
  };
  beforeAll(async () => {
    app = await testApp();
    document = (await app.anonymous().get('/docs-json')).body;
  });
  afterAll(() => app.close());

  it('describes every route with who may call it', () => {
    const missing = declaredRoutes(app.app).filter(({ method, path }) => {
      const operation = document.paths[`/api${path.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
      return operation?.['x-access'] === undefined;
    });
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('describes the fields of a body with their limits', () => {
    const body =
      document.paths['/api/patients/{patientId}/vaccinations']?.['post']?.requestBody?.content['application/json'];
    expect(body?.schema.$ref).toBe('#/components/schemas/CreateVaccinationDto');
    const { properties } = document.components.schemas['CreateVaccinationDto'] ?? { properties: {} };
    expect(properties['administeredOn']).toMatchObject({ type: 'string', format: 'date' });
    expect(properties['doseNumber']).toMatchObject({ type: 'integer', minimum: 1, maximum: 20 });
  });

  it('has a page', async () => {
    const page = await app.anonymous().get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
  });
});
