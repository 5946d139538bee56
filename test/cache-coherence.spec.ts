import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandOptions, createClient } from 'redis';
import { ApiClient } from '../src/testing/api-client.js';
import { ApiProcess } from '../src/testing/api-process.js';
import { RedisProxy } from '../src/testing/redis-proxy.js';
import { testApp, type TestApp } from '../src/testing/test-app.js';
import { testEnv, testVariables } from '../src/testing/test-env.js';

/** COHERENCE_CHECKS=100000 is the full run. */
const CHECKS = Number(process.env['COHERENCE_CHECKS'] ?? 3000);
const PATIENTS = 20;
const READERS = 80;
const LONGEST_OUTAGE_MS = 1500;

interface Subject {
  path: string;
  allergyPath: string;
  /** The highest number whose writing was acknowledged. */
  acknowledged: number;
}

/**
 * Each patient has one allergy whose reaction is a number that only grows. A writer a patient raises it, through either process; readers
 * remember what was acknowledged before they ask, and must be told no less, by either process, whatever Redis does meanwhile.
 */
describe('Two processes with a cache between them', () => {
  let seeding: TestApp;
  let proxy: RedisProxy;
  let processes: ApiProcess[] = [];
  let clients: ApiClient[];
  let subjects: Subject[];
  let redisUrl: string;
  const secrets = { JWT_SECRET: 'the-same-in-all-0123456789-0123456789', KEY_ENCRYPTION_KEY: '3c'.repeat(31) + 'a5' };

  beforeAll(async () => {
    redisUrl = testEnv('postgres://unused').redis.url;
    proxy = await RedisProxy.start(redisUrl);
    seeding = await testApp({ ...secrets, REDIS_URL: proxy.url });
    const variables = testVariables(seeding.database.url, { ...secrets, REDIS_URL: proxy.url, LOG_LEVEL: 'fatal' });
    processes = await Promise.all([ApiProcess.start(variables), ApiProcess.start(variables)]);
    clients = processes.map(({ url }) => new ApiClient(url, seeding.people.tokenOf('nurse', 'lincoln')));
    subjects = await Promise.all(Array.from({ length: PATIENTS }, (_, index) => aSubject(index)));
  }, 300_000);

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await seeding.close();
    await proxy.kill();
  });

  async function aSubject(index: number): Promise<Subject> {
    const nurse = seeding.as('nurse');
    const patient = await nurse.post('/patients', {
      mrn: `COHERENT-${index}`,
      givenName: 'Coherentia',
      familyName: 'Invariantsson',
      birthDate: '2012-03-04',
      sex: 'female',
      organizationId: seeding.people.organizations.lincoln.id,
    });
    expect(patient.status).toBe(201);
    const path = `/patients/${patient.body.id}`;
    const allergy = await nurse.post(`${path}/allergies`, {
      allergen: 'Latex',
      severity: 'SEVERE',
      reaction: '0',
      notes: 'whispered to the nurse',
      active: true,
    });
    expect(allergy.status).toBe(201);
    return { path, allergyPath: `${path}/allergies/${allergy.body.id}`, acknowledged: 0 };
  }

  it(
    `tell no reader less than what was acknowledged, in ${CHECKS} checks`,
    async () => {
      const run = new CoherenceRun(clients, subjects);
      const outages = disturb(run);
      await run.end;
      await outages;
      expect(processes.map(({ lastWords }) => lastWords)).toEqual([undefined, undefined]);
      expect(run.faults).toEqual([]);
      expect(run.checks).toBeGreaterThanOrEqual(CHECKS);
      expect(Math.min(...subjects.map(({ acknowledged }) => acknowledged))).toBeGreaterThan(0);
      for (const tier of ['L1', 'L2', 'MISS']) expect(run.tiers.get(tier) ?? 0).toBeGreaterThan(0);
      console.log(
        `coherence: ${run.checks} checks, ${run.writes} writes, ${run.outages} outages`,
        Object.fromEntries(run.tiers),
      );
    },
    Math.max(300_000, CHECKS * 60),
  );

  it('leave nothing readable of a patient in Redis', async () => {
    const client = createClient({ url: redisUrl });
    client.on('error', () => undefined);
    await client.connect();
    let keys = 0;
    for await (const key of client.scanIterator()) {
      keys++;
      const dump = await client.dump(commandOptions({ returnBuffers: true }), key);
      for (const secret of ['Coherentia', 'Invariantsson', 'COHERENT-', 'Latex', 'whispered']) {
        expect(key).not.toContain(secret);
        expect(dump.includes(secret)).toBe(false);
      }
    }
    await client.disconnect();
    expect(keys).toBeGreaterThan(0);
  });

  /** Kills, pauses and brings back Redis at random until the run is over, and sometimes empties it. */
  async function disturb(run: CoherenceRun): Promise<void> {
    while (!run.isOver) {
      await sleep(Math.random() * LONGEST_OUTAGE_MS);
      const isKill = Math.random() < 0.5;
      if (isKill) await proxy.kill();
      else proxy.pause();
      await sleep(Math.random() * LONGEST_OUTAGE_MS);
      if (isKill) await proxy.restart();
      else proxy.resume();
      run.outages++;
    }
  }
});

/** A hundred people at work until there were enough checks, or one found a fault. */
class CoherenceRun {
  checks = 0;
  writes = 0;
  outages = 0;
  readonly faults: string[] = [];
  readonly tiers = new Map<string, number>();
  readonly end: Promise<unknown>;

  constructor(
    private readonly clients: ApiClient[],
    private readonly subjects: Subject[],
  ) {
    const people = [
      ...subjects.map((subject) => this.write(subject)),
      ...Array.from({ length: READERS }, () => this.read()),
    ];
    this.end = Promise.all(people.map((person) => person.catch((error: unknown) => this.noteFailure(error))));
  }

  get isOver(): boolean {
    return this.checks >= CHECKS || this.faults.length > 0;
  }

  /** A call that broke is a fault too, and ends the run for all. */
  private noteFailure(error: unknown): void {
    const { message, cause } = error as Error & { cause?: Error };
    this.faults.push(`${message}: ${cause?.message ?? 'no cause given'}`);
  }

  private async write(subject: Subject): Promise<void> {
    for (let number = 1; !this.isOver; number++) {
      const answer = await this.anyClient().patch(subject.allergyPath, { reaction: String(number) });
      if (answer.status !== 200) this.faults.push(`write: ${answer.status} ${answer.text}`);
      subject.acknowledged = number;
      this.writes++;
      await sleep(Math.random() * 300);
    }
  }

  private async read(): Promise<void> {
    while (!this.isOver) {
      const subject = pick(this.subjects);
      const atLeast = subject.acknowledged;
      const isSummary = Math.random() < 0.5;
      const answer = await this.anyClient().get(`${subject.path}/${isSummary ? 'summary' : 'allergies'}`);
      const told = Number((isSummary ? answer.body.allergies : answer.body.items)?.[0]?.reaction);
      this.checks++;
      const tier = answer.headers.get('x-cache') ?? 'none';
      this.tiers.set(tier, (this.tiers.get(tier) ?? 0) + 1);
      if (answer.status !== 200) this.faults.push(`read: ${answer.status} ${answer.text}`);
      else if (!(told >= atLeast)) this.faults.push(`${tier} told ${told} after ${atLeast} was acknowledged`);
    }
  }

  private anyClient(): ApiClient {
    return pick(this.clients);
  }
}

function pick<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)] as T;
}
