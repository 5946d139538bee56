import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobWorker } from '../../../platform/queue/index.js';
import { OBJECT_STORE, type ObjectStore } from '../../../platform/storage/index.js';
import { eventually } from '../../../testing/eventually.js';
import { testApp, type TestApp } from '../../../testing/test-app.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { CallBlocks } from './variants/call-blocks.js';
import { GenomeKeys } from './genome-key.js';
import { identityOf } from './reading/genome.processor.js';
import { GenomesRepository } from './genomes.repository.js';
import { SiteLists } from './variants/site-lists.js';

let app: TestApp;
let base: string;
let patientId: string;

beforeAll(async () => {
  app = await testApp();
  patientId = app.people.organizations.lincoln.patientId;
  base = `/patients/${patientId}/genomes`;
});
afterAll(() => app.close());

async function upload(content: string, fields: Record<string, string> = {}): Promise<string> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([content]), 'genome.txt');
  const { status, body } = await app.as('clinician').post(base, data);
  expect(status).toBe(202);
  return body.id;
}

async function ready(content: string, fields: Record<string, string> = {}): Promise<string> {
  const id = await upload(content, fields);
  await app.get(JobWorker).runDue();
  expect((await app.as('clinician').get(`${base}/${id}`)).body.status).toBe('ready');
  return id;
}

const table = (seed: number): string =>
  `# 23andMe\n${Array.from({ length: 3000 }, (_, i) => `rs${i + 1 + seed * 10_000}\t${1 + (i % 3)}\t${i * 9 + 5}\tAG`).join('\n')}\n`;

const vcf = (seed: number): string =>
  `##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tONE\n${Array.from({ length: 2000 }, (_, i) => `1\t${i * 9 + 1}\trs${i + seed * 10_000 + 1}\tA\tG\t.\t.\t.\tGT\t0/1`).join('\n')}\n`;

const store = (): ObjectStore => app.app.get<ObjectStore>(OBJECT_STORE, { strict: false });

async function objectsOf(genomeId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store().list(`genomes/${genomeId}`)) keys.push(key);
  return keys;
}

/** Everything of a genome that a backup could hold. */
async function copyOf(id: string) {
  const row = (await app.get(GenomesRepository).find(patientId, id))!;
  const blocks = await app.database.sql<{ number: number; sealed: Buffer }>(
    'SELECT number, sealed FROM genome_blocks WHERE genome_id = $1',
    [id],
  );
  const [list] = await app.database.sql<{ directory: Buffer }>('SELECT directory FROM site_lists WHERE id = $1', [
    row.site_list_id,
  ]);
  const file: Buffer[] = [];
  if (row.raw_object) for await (const chunk of await store().read(row.raw_object)) file.push(chunk as Buffer);
  const { traitCalls } = await app.get(GenomesRepository).details(id);
  return { row, blocks, traitCalls: traitCalls!, directory: list!.directory, file: Buffer.concat(file) };
}

describe('after a genome is deleted', () => {
  it.each([
    ['a chip’s', table(1)],
    ['a VCF’s', vcf(2)],
  ])('no row, block, object or list of %s is left', async (_kind, content) => {
    const id = await ready(content, { keepRawFile: 'true' });
    const { row } = await copyOf(id);
    expect(await objectsOf(id)).toHaveLength(1);
    expect((await app.as('clinician').delete(`${base}/${id}`)).status).toBe(204);
    await app.get(JobWorker).runDue();
    expect(await objectsOf(id)).toEqual([]);
    for (const suffix of ['', '/variants', '/variants/rs10001', '/traits', '/file']) {
      expect((await app.as('clinician').get(`${base}/${id}${suffix}`)).status).toBe(404);
    }
    expect(await app.database.sql('SELECT FROM genomes WHERE id = $1', [id])).toEqual([]);
    expect(await app.database.sql('SELECT FROM genome_blocks WHERE genome_id = $1', [id])).toEqual([]);
    expect(await app.database.sql('SELECT FROM site_lists WHERE id = $1', [row.site_list_id])).toEqual([]);
    expect(await app.database.sql('SELECT FROM site_list_blocks WHERE site_list_id = $1', [row.site_list_id])).toEqual(
      [],
    );
  });

  it('copies of its blocks do not open with the keys that are left: not the patient’s, not another genome’s', async () => {
    const id = await ready(vcf(3), { keepRawFile: 'true' });
    const other = await ready(vcf(4));
    const copy = await copyOf(id);
    const otherRow = (await app.get(GenomesRepository).find(patientId, other))!;
    const ownKey = await app.get(GenomeKeys).open(identityOf(copy.row), copy.row.key_sealed);
    const place = { kind: 'calls', chromosome: '1', block: copy.blocks[0]!.number } as const;
    expect(ownKey.open(place, copy.blocks[0]!.sealed).length).toBeGreaterThan(0);

    expect((await app.as('clinician').delete(`${base}/${id}`)).status).toBe(204);
    await app.get(JobWorker).runDue();

    const otherKey = await app.get(GenomeKeys).open(identityOf(otherRow), otherRow.key_sealed);
    const { organization_id: organizationId } = copy.row;
    const sealed = [
      ...copy.blocks.map((block) => block.sealed),
      copy.directory,
      copy.traitCalls,
      copy.file.subarray(4),
    ];
    expect(sealed.length).toBeGreaterThan(4);
    for (const bytes of sealed) {
      expect(() => otherKey.open(place, bytes)).toThrow('does not open');
      const context = { organizationId, patientId, table: 'genomes', column: 'calls 1 0', rowId: id };
      await expect(app.get(PatientKeys).open(context, bytes)).rejects.toThrow('does not open');
    }
  });

  it('a list of sites that another genome shares stays', async () => {
    const first = await ready(table(5));
    const second = await ready(table(5).replace('AG', 'GG'));
    await app.as('clinician').delete(`${base}/${first}`);
    const variant = await app.as('clinician').get(`${base}/${second}/variants/rs50001`);
    expect(variant.body).toMatchObject({ genotype: 'GG' });
  });

  it('the same file may be sent again', async () => {
    const id = await ready(table(6));
    await app.as('clinician').delete(`${base}/${id}`);
    expect(await ready(table(6))).not.toBe(id);
  });
});

describe('when the patient’s key is destroyed', () => {
  it('no copy of a block opens any more', async () => {
    const { body } = await app.as('clinician').post('/patients', {
      mrn: 'KEY-1',
      givenName: 'Key',
      familyName: 'Less',
      birthDate: '2010-01-01',
      sex: 'male',
      organizationId: app.people.organizations.lincoln.id,
    });
    const data = new FormData();
    data.append('file', new Blob([table(7)]), 'genome.txt');
    const path = `/patients/${body.id}/genomes`;
    const { body: genome } = await app.as('clinician').post(path, data);
    await app.get(JobWorker).runDue();
    expect((await app.as('clinician').get(`${path}/${genome.id}/variants/rs70001`)).status).toBe(200);
    await app.get(PatientKeys).destroy(body.id);
    const row = (await app.get(GenomesRepository).find(body.id, genome.id))!;
    await expect(app.get(GenomeKeys).open(identityOf(row), row.key_sealed)).rejects.toThrow();
  });
});

describe('a sealed block', () => {
  it('opens in its own place only', async () => {
    const id = await ready(table(8));
    const { row, blocks } = await copyOf(id);
    const key = await app.get(GenomeKeys).open(identityOf(row), row.key_sealed);
    const [first] = blocks.toSorted((a, b) => a.number - b.number);
    expect(key.open({ kind: 'calls', chromosome: '1', block: 0 }, first!.sealed).length).toBeGreaterThan(0);
    for (const place of [
      { kind: 'calls', chromosome: '1', block: 1 },
      { kind: 'calls', chromosome: '2', block: 0 },
      { kind: 'trait-calls' },
    ] as const) {
      expect(() => key.open(place, first!.sealed)).toThrow('does not open');
    }
    const elsewhere = await app.get(GenomeKeys).create({ ...identityOf(row), genomeId: row.patient_id });
    expect(() => elsewhere.key.open({ kind: 'calls', chromosome: '1', block: 0 }, first!.sealed)).toThrow(
      'does not open',
    );
  });

  it('that was changed makes reading fail, never answer wrongly', async () => {
    const id = await ready(table(9));
    await app.database.sql(
      `UPDATE genome_blocks SET sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1)
        WHERE genome_id = $1 AND number = 0`,
      [id],
    );
    const row = (await app.get(GenomesRepository).find(patientId, id))!;
    const key = await app.get(GenomeKeys).open(identityOf(row), row.key_sealed);
    const { directory } = await app.get(SiteLists).open(row.site_list_id!, key);
    await expect(app.get(CallBlocks).read(id, directory, [0], key)).rejects.toThrow('does not open');
  });
});

describe('when the uploaded file is lost before it is read', () => {
  it('the genome fails after its second attempt, and its thread is free again', async () => {
    const id = await upload(table(10));
    await store().delete(`genomes/${id}/file`);
    const view = await eventually(
      async () => {
        await app.get(JobWorker).runDue();
        return (await app.as('clinician').get(`${base}/${id}`)).body;
      },
      ({ status }) => status === 'failed',
    );
    expect(view).toMatchObject({ error: { code: 'internal' }, variantCount: null });
    await ready(table(11));
  });
});
