import { Database } from '../src/platform/database/database.js';
import type { ApiClient, Answer } from '../src/testing/api-client.js';
import type { TestApp } from '../src/testing/test-app.js';

/** One answer under load: what a person saw. */
export interface LoadAnswer {
  request: string;
  status: number;
  code: string | undefined;
  retryAfter: string | null;
}

/** People who read and write without pause until told to end. */
export interface Load {
  answers: LoadAnswer[];
  /** Answers whose status is none of these. */
  unexpected(expected: readonly number[]): LoadAnswer[];
  /** Ids of records whose making was acknowledged and that are not there. */
  missingWrites(): Promise<string[]>;
  end(): Promise<void>;
}

/** Lets `people` clinicians and nurses work on one patient: mostly reads, some writes. */
export function putUnderLoad(app: TestApp, people: number): Load {
  const { patientId } = app.people.organizations.lincoln;
  const answers: LoadAnswer[] = [];
  const written: string[] = [];
  const ending = new AbortController();

  const note = (request: string, { status, body, headers }: Answer): void => {
    answers.push({ request, status, code: body?.code, retryAfter: headers.get('retry-after') });
  };
  const work = async (client: ApiClient, round: number): Promise<void> => {
    note('summary', await client.get(`/patients/${patientId}/summary`));
    note('list', await client.get(`/patients/${patientId}/allergies`));
    if (round % 3 !== 0) return;
    const answer = await client.post(`/patients/${patientId}/health-records`, {
      type: 'VITALS',
      occurredAt: new Date(Date.UTC(2026, 0, 1) + answers.length * 1000).toISOString(),
      description: 'Routine',
      vital: { temperatureC: 36.8 },
    });
    note('write', answer);
    if (answer.status === 201) written.push(answer.body.id);
  };
  const person = async (index: number): Promise<void> => {
    const client = app.as(index % 2 === 0 ? 'clinician' : 'nurse');
    for (let round = index; !ending.signal.aborted; round++) await work(client, round);
  };
  const all = Promise.all(Array.from({ length: people }, (_, index) => person(index)));

  return {
    answers,
    unexpected: (expected) => answers.filter(({ status }) => !expected.includes(status)),
    missingWrites: async () => {
      const rows = await app
        .get(Database)
        .query<{ id: string }>('SELECT id FROM health_records WHERE patient_id = $1', [patientId]);
      const there = new Set(rows.map(({ id }) => id));
      return written.filter((id) => !there.has(id));
    },
    end: async () => {
      ending.abort();
      await all;
    },
  };
}
