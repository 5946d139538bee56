import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../src/testing/test-app.js';

const OPS_TOKEN = 'monitoring-needs-no-person-0123456789';

describe('the metrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp({ OPS_TOKEN });
  });
  afterAll(() => app.close());

  const scrape = (path: string, token?: string) =>
    fetch(`${app.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} });

  it('are for operators and their monitoring alone', async () => {
    expect((await scrape('/metrics')).status).toBe(401);
    expect((await scrape('/metrics', 'a wrong token')).status).toBe(401);
    expect((await app.as('clinician').get('/metrics')).status).toBe(403);
    expect((await app.as('ops').get('/metrics')).status).toBe(200);
    expect((await scrape('/metrics', OPS_TOKEN)).status).toBe(200);
  });

  it('are the same at the root and below /api, as Prometheus reads them', async () => {
    for (const path of ['/metrics', '/api/metrics']) {
      const answer = await scrape(path, OPS_TOKEN);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
      const text = await answer.text();
      for (const line of text.trimEnd().split('\n')) expect(line).toMatch(LINE);
      expect(text).toContain('process_cpu_seconds_total');
    }
  });

  it('count and time each route by its pattern, without a word of what was asked', async () => {
    const { patientId } = app.people.organizations.lincoln;
    await app.as('clinician').get(`/patients/${patientId}`);
    await app.as('clinician').get('/patients?search=Probanda');
    const text = await (await scrape('/metrics', OPS_TOKEN)).text();
    expect(text).toMatch(
      /http_requests_total\{method="GET",route="\/api\/patients\/:patientId",status="200",process="api"\} [1-9]/,
    );
    expect(text).toMatch(
      /http_request_duration_seconds_bucket\{method="GET",route="\/api\/patients\/:patientId",le="\+Inf",process="api"\} [1-9]/,
    );
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/patients",process="api"\} [1-9]/,
    );
    expect(text).toMatch(/audit_logs_created_total\{process="api"\} [1-9]/);
    expect(text).not.toContain(patientId);
    expect(text).not.toContain('Probanda');
  });
});

const LINE = /^(#.*|[a-z_]\w*(\{([a-z_]+="[^"]*",?)*\})? (-?[\d.e+-]+|NaN|\+Inf)|)$/i;
