import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../../platform/access/actor.js';
import { AuditKeys } from '../../chain/audit-keys.js';
import { monthOf } from '../../partitions/months.rules.js';
import type { EventFilter } from '../../reading/event-filter.js';
import { EventSearch } from '../../reading/event-search.js';
import { SealStore } from '../../seals/seal-store.js';
import { Findings } from '../../verification/findings.js';
import { SealedHeads } from '../../verification/sealed-heads.js';
import type { TrailMonth } from '../../verification/stored-trail.js';
import { TrailSource } from '../../verification/trail-source.js';
import { ProofCollector } from './proof-collector.js';
import { PROOF_README, PROOF_VERIFIER } from './proof-verifier.js';
import { TAR_END, tarEntry } from './tar.js';

/** Bytes of one file of the archive, for tar wants to know the size of a file before its content. */
const PART_BYTES = 4 * 1024 * 1024;

/** An export that proves itself: events, the chains that cover them, the seals, and a verifier that needs nobody. */
@Injectable()
export class ProofService {
  constructor(
    private readonly search: EventSearch,
    private readonly source: TrailSource,
    private readonly seals: SealStore,
    private readonly sealedHeads: SealedHeads,
    private readonly keys: AuditKeys,
  ) {}

  /** A tar archive, made while it is read. */
  archive(actor: Actor, filter: EventFilter): Readable {
    const out = new PassThrough();
    this.write(actor, filter, out).catch((error: unknown) => out.destroy(error as Error));
    return out;
  }

  private async write(actor: Actor, filter: EventFilter, out: PassThrough): Promise<void> {
    const reach = await this.search.reachOf(actor);
    const collector = new ProofCollector(filter, reach, await this.sealedHeads.read(new Findings()));
    const seals = [...(await this.seals.inDatabase()).values()];
    out.write(tarEntry('README.txt', Buffer.from(PROOF_README)));
    out.write(tarEntry('verify.mjs', Buffer.from(PROOF_VERIFIER)));
    out.write(tarEntry('public-key.pem', Buffer.from(this.keys.publicKey.export({ type: 'spki', format: 'pem' }))));
    out.write(tarEntry('seals.ndjson', Buffer.from(seals.map((seal) => `${JSON.stringify(seal)}\n`).join(''))));
    const from = filter.from === undefined ? null : monthOf(new Date(filter.from));
    // The chains go on past the period, to the next seal.
    await this.source.read({ from, to: null }, new Findings(), (months) =>
      pipeline(chains(collector, months, filter), out, { end: false }),
    );
    out.end(TAR_END);
  }
}

async function* chains(collector: ProofCollector, months: TrailMonth[], { to }: EventFilter): AsyncGenerator<Buffer> {
  const last = to === undefined ? '9999-12' : monthOf(new Date(to));
  const wanted = months.filter(({ month }) => month <= last);
  yield* parts(
    'batches',
    flatten(wanted, (month) => collector.batches(month)),
  );
  await collector.findLinks(months);
  yield* parts('links', collector.links(months));
}

async function* flatten<In, Out>(items: readonly In[], each: (item: In) => AsyncIterable<Out>): AsyncGenerator<Out> {
  for (const item of items) yield* each(item);
}

/** Records as NDJSON, in as many files as needed. */
async function* parts(name: string, records: AsyncIterable<object>): AsyncGenerator<Buffer> {
  let text = '';
  let number = 0;
  const part = () => tarEntry(`${name}-${String(++number).padStart(5, '0')}.ndjson`, Buffer.from(text));
  for await (const record of records) {
    text += `${JSON.stringify(record)}\n`;
    if (text.length < PART_BYTES) continue;
    yield part();
    text = '';
  }
  yield part();
}
